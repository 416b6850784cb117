"""The structures of PortaBilling that a console looks things up with.

The document at hand only names these methods; their properties come from public sources (notes,
section 1), so every property of an answer is optional. Properties that are not here, passwords
among them, are dropped when an answer is read.
"""

from collections.abc import Iterator
from typing import Annotated

from .limits import ID, MANDATORY, TIME, Between, Matching, one_of
from .structures import Structure

VOICE_CALLS = 3  # i_service_type

Switch = Annotated[int | None, Between(0, 1)]
Limit = Annotated[int | None, Between(1, 1000)]
Offset = Annotated[int | None, Between(0, 2**31 - 1)]
Id = Annotated[int | None, ID]


class Page(Structure, frozen=True):
    """What every list takes; the PBX caps a list that names no limit."""

    limit: Limit = None
    offset: Offset = None
    get_total: Switch = None


class GetAccountList(Page, frozen=True):
    id: str | None = None
    i_account: Id = None
    i_customer: Id = None
    get_not_closed_accounts: Switch = None
    get_only_real_accounts: Switch = None
    get_statuses: Switch = None
    with_aliases: Switch = None


class AccountInfo(Structure, frozen=True):
    """`sip_status` is 1 while a telephone is registered; `id` the account ID."""

    i_account: int | None = None
    i_customer: int | None = None
    i_master_account: int | None = None
    id: str | None = None
    firstname: str | None = None
    lastname: str | None = None
    companyname: str | None = None
    email: str | None = None
    extension_id: str | None = None
    extension_name: str | None = None
    sip_status: int | None = None
    status: str | None = None


class AccountList(Structure, frozen=True):
    account_list: tuple[AccountInfo, ...] | None = None
    total: int | None = None


class GetCustomerInfo(Structure, frozen=True):
    i_customer: Id = None


class CustomerInfo(Structure, frozen=True):
    """`i_office_type`: 1 none, 2 branch, 3 main office."""

    i_customer: int | None = None
    name: str | None = None
    companyname: str | None = None
    i_office_type: int | None = None
    i_main_office: int | None = None


class CustomerAnswer(Structure, frozen=True):
    customer_info: CustomerInfo | None = None


class GetExtensionsList(Page, frozen=True):
    i_customer: Id = None
    detailed_info: Switch = None
    get_main_office_extensions: Switch = None


class ExtensionInfo(Structure, frozen=True):
    """One number of the dialling plan; `type` is Account, Group or Unassigned."""

    id: str | None = None
    name: str | None = None
    type: str | None = None
    i_account: int | None = None
    account_id: str | None = None
    firstname: str | None = None
    lastname: str | None = None


class ExtensionsList(Structure, frozen=True):
    extensions_list: tuple[ExtensionInfo, ...] | None = None
    total: int | None = None


class GetHuntgroupList(Page, frozen=True):
    i_customer: Id = None
    get_main_office_huntgroups: Switch = None


class AssignedQueue(Structure, frozen=True):
    i_c_queue: int | None = None
    incoming_capacity: int | None = None


class AssignedExtension(Structure, frozen=True):
    """A member of a hunt group; `hunt_active` is Y while calls are handed to it."""

    account_id: str | None = None
    id: str | None = None
    name: str | None = None
    type: str | None = None
    hunt_active: str | None = None


class HuntgroupInfo(Structure, frozen=True):
    """`id` is the number of the group."""

    i_c_group: int | None = None
    id: str | None = None
    name: str | None = None
    assigned_callqueue: AssignedQueue | None = None
    assigned_extensions: tuple[AssignedExtension, ...] | None = None


class HuntgroupList(Structure, frozen=True):
    huntgroup_list: tuple[HuntgroupInfo, ...] | None = None
    total: int | None = None


class GetCallqueueList(Page, frozen=True):
    i_customer: Id = None
    i_c_queue: Id = None


class CQInfo(Structure, frozen=True):
    """Times in seconds, `maximum_waiting_time` too."""

    i_c_queue: int | None = None
    name: str | None = None
    incoming_capacity: int | None = None
    announcement_interval: int | None = None
    average_duration: int | None = None
    maximum_waiting_time: int | None = None


class CallqueueList(Structure, frozen=True):
    callqueue_list: tuple[CQInfo, ...] | None = None
    total: int | None = None


class HuntgroupNumber(Structure, frozen=True):
    id: Annotated[str | None, MANDATORY, Matching(r"\S+", "must be the number of a hunt group")] = (
        None
    )


class UpdateHuntgroupsSubscription(Structure, frozen=True):
    i_account: Annotated[int | None, MANDATORY, ID] = None
    subscribe_to_huntgroups: tuple[HuntgroupNumber, ...] | None = None
    unsubscribe_from_huntgroups: tuple[HuntgroupNumber, ...] | None = None


class Xdrs(Page, frozen=True):
    """Both dates always: a list without bounds has taken web services down (notes, section 5)."""

    from_date: Annotated[str | None, MANDATORY, TIME] = None
    to_date: Annotated[str | None, MANDATORY, TIME] = None
    show_unsuccessful: Switch = None
    i_service_type: Annotated[int | None, ID] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.from_date and self.to_date and self.from_date >= self.to_date:
            yield "to_date", "must be later than from_date"


class GetXdrList(Xdrs, frozen=True):
    i_account: Annotated[int | None, MANDATORY, ID] = None


class GetCustomerXdrs(Xdrs, frozen=True):
    i_customer: Annotated[int | None, MANDATORY, ID] = None


class XdrInfo(Structure, frozen=True):
    """One charged or failed call; unix times in seconds, `charged_quantity` in seconds."""

    i_xdr: int | None = None
    call_id: str | None = None
    CLI: str | None = None
    CLD: str | None = None
    unix_connect_time: int | None = None
    unix_disconnect_time: int | None = None
    charged_quantity: int | None = None
    disconnect_cause: str | None = None
    disconnect_reason: str | None = None
    failed: Annotated[str | None, one_of("Y", "N")] = None
    bit_flags: int | None = None


class XdrList(Structure, frozen=True):
    xdr_list: tuple[XdrInfo, ...] | None = None
    total: int | None = None
