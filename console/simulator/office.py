"""The company behind the simulated PBX: extensions, hunt groups and the queues behind them."""

from dataclasses import dataclass, field

from .legs import Party
from .names import NAMES

I_CUSTOMER = 30
FIRST_ACCOUNT = 123001
SWITCHBOARD = ("123007", "123012", "123019", "123026")
SALES = ("123004", "123015", "123022", "123031", "123038")
ACCOUNTS_DEPARTMENT = ("123009", "123017", "123033")


@dataclass
class Extension:
    """An account of the PBX and the telephone on its desk.

    `answers`: picks up by itself after a while. `refuses`: busy. `picks_up`: somebody lifts the
    handset when an application rings it. `supports_notify`: obeys NOTIFY "hold" and "talk".
    `answer_refused`: rings on when an application answers.
    """

    account_id: str
    extension_id: str = ""
    firstname: str = ""
    lastname: str = ""
    i_account: int = 0
    is_registered: bool = True
    has_conferencing: bool = True
    has_call_control: bool = True
    answers: bool = False
    refuses: bool = False
    picks_up: bool = False
    supports_notify: bool = True
    answer_refused: bool = False
    forwards_to: str = ""

    @property
    def name(self) -> str:
        return f"{self.firstname} {self.lastname}".strip()

    @property
    def party(self) -> Party:
        if not self.extension_id:
            return Party(self.account_id, name=self.name)
        return Party(
            self.account_id, self.account_id, str(I_CUSTOMER), self.name, self.extension_id
        )


@dataclass
class HuntGroup:
    """A group of extensions; `members` says of each account whether it is active."""

    i_c_group: int
    id: str
    name: str
    members: dict[str, bool] = field(default_factory=dict)
    i_c_queue: int | None = None
    account_id: str = ""
    capacity: int = 20

    @property
    def party(self) -> Party:
        return Party(
            self.account_id or self.id,
            self.account_id,
            str(I_CUSTOMER),
            self.name,
            self.id,
            huntgroup_id=self.id,
        )


class Office:
    """Who works here. Lookups take an account id or the short number."""

    def __init__(self) -> None:
        self.i_customer = I_CUSTOMER
        self.name = "Harbour & Vale Ltd"
        self.extensions = {e.account_id: e for e in map(_extension, range(len(NAMES)))}
        self.hunt_groups = [
            _group(501, "510", "Reception", SWITCHBOARD, 25, "123910"),
            _group(502, "520", "Sales", SALES, 26, "123920"),
            _group(503, "530", "Accounts", ACCOUNTS_DEPARTMENT),
        ]
        # Outside numbers of the companies that this office answers for, and where they lead.
        self.outside_numbers = {"441632960300": "123007", "441632960800": "123007"}
        self.access_numbers = {"4567890": 701, "*51": 702}  # of User applications, by i_ivr_an
        self._short = {e.extension_id: e for e in self.extensions.values()}
        self._outside: dict[str, Extension] = {}

    def hire(self, extensions: int) -> None:
        """Let the office grow to so many extensions; the new ones have numbers of their own."""
        for index in range(len(self.extensions), extensions):
            new = _hired(index)
            self.extensions[new.account_id] = self._short[new.extension_id] = new

    def extension(self, number: str) -> Extension | None:
        return self.extensions.get(number) or self._short.get(number)

    def hunt_group(self, number: str) -> HuntGroup | None:
        found = (g for g in self.hunt_groups if number and number in (g.id, g.account_id))
        return next(found, None)

    def account(self, i_account: int) -> Extension | None:
        found = (e for e in self.extensions.values() if e.i_account == i_account)
        return next(found, None)

    def phone(self, number: str) -> Extension:
        """Return the telephone of an extension, or one somewhere in the world."""
        inside = self.extension(number)
        if inside is not None:
            return inside
        digits = number.removeprefix("+")
        return self._outside.setdefault(digits, Extension(digits))

    def phones(self) -> list[Extension]:
        """Return every telephone, and those in the world that were ever rung."""
        return [*self.extensions.values(), *self._outside.values()]


def _extension(index: int) -> Extension:
    firstname, lastname = NAMES[index]
    account_id = str(FIRST_ACCOUNT + index)
    return Extension(account_id, str(101 + index), firstname, lastname, i_account=1001 + index)


def _hired(index: int) -> Extension:
    """Beyond the founders: apart from the numbers of hunt groups and queues."""
    firstname, lastname = NAMES[index % len(NAMES)][0], NAMES[-(index // len(NAMES))][1]
    account_id = str(FIRST_ACCOUNT + 1000 + index)
    return Extension(account_id, str(1101 + index), firstname, lastname, i_account=1001 + index)


def _group(
    i_c_group: int,
    id: str,
    name: str,
    accounts: tuple[str, ...],
    i_c_queue: int | None = None,
    account_id: str = "",
) -> HuntGroup:
    return HuntGroup(i_c_group, id, name, dict.fromkeys(accounts, True), i_c_queue, account_id)
