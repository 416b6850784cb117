import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from console.links.administration import administers
from console.links.models import PBX, Membership, Role
from tests.memberships import member, pbx

pytestmark = pytest.mark.django_db
PAGES = [
    "/admin/",
    "/admin/links/pbx/",
    "/admin/links/membership/",
    "/admin/links/membership/add/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
]


@pytest.fixture
def adam():
    return member("adam", Role.ADMINISTRATOR)


@pytest.fixture
def as_adam(client, adam):
    client.force_login(adam)
    return client


def change(record):
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
    )


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_enters(as_adam, page):
    assert as_adam.get(page).status_code == 200


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SUPERVISOR])
@pytest.mark.parametrize("page", PAGES)
def test_the_other_roles_are_refused(client, role, page):
    client.force_login(member("anna", role, "123007"))
    assert client.get(page).status_code == 403
    assert client.post(page).status_code == 403


def test_a_stranger_goes_to_our_own_sign_in_with_its_limits(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == (
        "/accounts/login/?next=/admin/"
    )
    assert client.post("/admin/login/", {"username": "adam"}).status_code == 302


def test_a_role_taken_away_closes_the_admin_at_once(as_adam, adam):
    adam.memberships.all().delete()
    adam.refresh_from_db()
    assert not adam.is_staff
    assert as_adam.get("/admin/").status_code == 403


def test_permissions_granted_by_hand_open_nothing(client):
    anna = member("anna", Role.RECEPTIONIST, "123007")
    User.objects.filter(pk=anna.pk).update(is_staff=True)
    anna.user_permissions.set(Permission.objects.all())
    client.force_login(anna)
    assert client.get("/admin/accounts/user/").status_code == 403


def test_other_pbxs_and_their_people_are_not_found(as_adam):
    bert = member("bert", Role.RECEPTIONIST, "500", on="branch")
    for record in (bert, bert.memberships.get(), pbx("branch")):
        # Django's admin answers an unknown record with its own first page.
        assert as_adam.get(change(record)).status_code == 302
        assert as_adam.post(change(record), {}).status_code == 302
    assert b"bert" not in as_adam.get("/admin/accounts/user/").content
    assert b"branch" not in as_adam.get("/admin/links/membership/add/").content


def test_nobody_with_more_rights_is_hers_to_change(as_adam, adam):
    root = User.objects.create_superuser("root")
    chief = member("chief", Role.ADMINISTRATOR)
    member("chief", Role.ADMINISTRATOR, on="branch")
    assert not administers(adam, root)
    assert not administers(adam, chief)
    assert as_adam.get(f"/admin/accounts/user/{root.pk}/password/").status_code in (302, 403, 404)


def test_a_role_on_another_pbx_cannot_be_posted(as_adam, adam):
    fields = {"user": adam.pk, "pbx": pbx("branch").pk, "role": "administrator", "extension": ""}
    as_adam.post("/admin/links/membership/add/", fields)
    assert not Membership.objects.filter(pbx__name="branch").exists()


def test_she_cannot_make_herself_a_superuser(as_adam, adam):
    fields = {
        "username": "adam",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    assert as_adam.post(change(adam), fields).status_code == 302
    adam.refresh_from_db()
    assert not adam.is_superuser


def form_of(office, **changed):
    fields = (
        "name", "url", "login", "scope_key", "scope_value", "answer_mode", "release",
        "media_transport", "safe_after", "hold_limit", "park_limit",
    )  # fmt: skip
    values = {field: getattr(office, field) for field in fields}
    return values | {"enabled": "on", "password": "", "media_password": ""} | changed


def test_the_password_is_written_and_never_shown(as_adam):
    office = pbx()
    as_adam.post(change(office), form_of(office, password="hidden-one"))
    assert PBX.objects.get().password == "hidden-one"
    page = as_adam.get(change(office)).content.decode()
    assert "hidden-one" not in page
    assert PBX.objects.get().password_sealed not in page
    as_adam.post(change(office), form_of(office, login="other"))
    assert (PBX.objects.get().login, PBX.objects.get().password) == ("other", "hidden-one")


def test_a_new_address_needs_the_password_again(as_adam):
    office = pbx()
    moved = form_of(office, url="wss://elsewhere.example.com/ws")
    assert b"Give the password again" in as_adam.post(change(office), moved).content
    as_adam.post(change(office), moved | {"password": "hidden-one"})
    assert PBX.objects.get().url == "wss://elsewhere.example.com/ws"


def test_an_unencrypted_address_is_refused_here_too(as_adam):
    office = pbx()
    form = form_of(office, url="ws://pbx.example.com/ws", password="hidden-one")
    assert b"in the clear" in as_adam.post(change(office), form).content
