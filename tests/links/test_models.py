import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from console.links.models import PBX, Lease, Membership, Role
from tests.memberships import member, pbx

pytestmark = pytest.mark.django_db


def unsaved(**fields):
    values = {
        "name": "office",
        "url": "wss://pbx.example.com:8444/ws",
        "login": "api",
        "scope_key": "i_customer",
        "scope_value": 30,
    }
    return PBX(**(values | fields))


def refused(instance):
    """The fields that the record is refused for."""
    with pytest.raises(ValidationError) as caught:
        instance.full_clean()
    return caught.value.message_dict


@pytest.mark.parametrize(
    "url",
    [
        "wss://pbx.example.com:8444/ws",
        "wss://10.0.0.7/ws",
        "ws://127.0.0.1:9000/ws",
        "ws://localhost:9000/ws",
        "ws://[::1]:9000/ws",
    ],
)
def test_an_address_is_encrypted_or_on_this_machine(url):
    unsaved(url=url).full_clean()


@pytest.mark.parametrize(
    "url",
    [
        "ws://pbx.example.com/ws",
        "ws://127.0.0.1.example.com/ws",
        "ws://localhost.example.com/ws",
        "https://pbx.example.com/ws",
        "wss:///ws",
        "wss://pbx.example.com:99999/ws",
        "wss://api:secret@pbx.example.com/ws",
        "pbx.example.com",
        "wss://[::1/ws",
    ],
)
def test_other_addresses_are_refused(url):
    assert set(refused(unsaved(url=url))) == {"url"}


def test_plain_media_addresses_are_refused_too():
    assert set(refused(unsaved(media_url="http://pbx.example.com:8443"))) == {"media_url"}
    unsaved(media_url="http://127.0.0.1:8443").full_clean()


@pytest.mark.parametrize("name", ["of fice", "büro", "a/b", ""])
def test_a_name_fits_into_addresses_and_ids(name):
    assert "name" in refused(unsaved(name=name))


def test_a_scope_is_one_key_and_its_number():
    assert unsaved().scope == {"i_customer": 30}
    assert "scope_key" in refused(unsaved(scope_key="i_everything"))
    assert "scope_value" in refused(unsaved(scope_value=-1))


def test_checking_a_certificate_and_not_checking_it_exclude_each_other():
    assert "insecure" in refused(unsaved(ca_file="/etc/ca.pem", insecure=True))


def test_a_receptionist_needs_an_extension_and_the_others_do_not():
    user, office = member("anna", Role.SUPERVISOR), pbx("branch")
    assert "extension" in refused(Membership(user=user, pbx=office, role=Role.RECEPTIONIST))
    Membership(user=user, pbx=office, role=Role.ADMINISTRATOR).full_clean()


@pytest.mark.parametrize("extension", ["12 30", "<b>", "123,124", "*98"])
def test_an_extension_is_an_account_id(extension):
    membership = Membership(
        user=member("anna"), pbx=pbx("branch"), role=Role.SUPERVISOR, extension=extension
    )
    assert "extension" in refused(membership)


def test_an_operator_has_one_membership_on_a_pbx():
    user = member("anna")
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=user, pbx=pbx(), role=Role.SUPERVISOR)


def test_a_pbx_has_one_lease_that_starts_untaken():
    lease = Lease.objects.create(pbx=pbx())
    assert (lease.holder, lease.generation, lease.expires) == ("", 0, None)
    with pytest.raises(IntegrityError):
        Lease.objects.create(pbx=pbx())


def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
