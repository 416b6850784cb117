import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from accounts.models import User
from console.links import permissions
from console.links.models import PBX, Membership, Role
from console.links.permissions import membership_for
from tests.memberships import member

RECEPTIONIST = Membership(role=Role.RECEPTIONIST, extension="123007")
SUPERVISOR = Membership(role=Role.SUPERVISOR, extension="")
SUPERVISOR_WITH_DESK = Membership(role=Role.SUPERVISOR, extension="123008")
ADMINISTRATOR = Membership(role=Role.ADMINISTRATOR, extension="")
ADMINISTRATOR_WITH_DESK = Membership(role=Role.ADMINISTRATOR, extension="123009")
EVERYONE = [
    RECEPTIONIST,
    SUPERVISOR,
    SUPERVISOR_WITH_DESK,
    ADMINISTRATOR,
    ADMINISTRATOR_WITH_DESK,
]
WITH_DESK = [RECEPTIONIST, SUPERVISOR_WITH_DESK, ADMINISTRATOR_WITH_DESK]
ABOVE = [SUPERVISOR, SUPERVISOR_WITH_DESK, ADMINISTRATOR, ADMINISTRATOR_WITH_DESK]


@pytest.mark.parametrize(
    ("can", "allowed"),
    [
        (permissions.can_use_desk, WITH_DESK),
        (permissions.can_dial, WITH_DESK),
        (permissions.can_take, WITH_DESK),
        (permissions.can_see_history, EVERYONE),
        (permissions.can_supervise, ABOVE),
        (permissions.can_listen, ABOVE),
        (permissions.can_administer, [ADMINISTRATOR, ADMINISTRATOR_WITH_DESK]),
    ],
)
def test_each_row_of_the_table_of_rights(can, allowed):
    assert [membership for membership in EVERYONE if can(membership)] == allowed
    assert not can(None)


@pytest.mark.parametrize("membership", EVERYONE)
def test_nobody_commands_the_legs_of_other_desks(membership):
    own = membership.extension
    assert permissions.can_command_leg(membership, own) is bool(own)
    assert not permissions.can_command_leg(membership, "123010")
    assert not permissions.can_command_leg(None, "")


@pytest.mark.django_db
class TestFindingTheMembership:
    def test_a_named_pbx_is_hers_or_nothing(self):
        anna = member("anna", Role.RECEPTIONIST, "123007")
        member("bert", Role.RECEPTIONIST, "500", on="branch")
        assert membership_for(anna, "office").extension == "123007"
        assert membership_for(anna, "branch") is None
        assert membership_for(anna, "nowhere") is None

    def test_without_a_name_it_is_the_first_that_is_allowed(self):
        anna = member("anna", Role.RECEPTIONIST, "1", on="alpha")
        member("anna", Role.SUPERVISOR, on="beta")
        assert membership_for(anna).pbx.name == "alpha"
        assert membership_for(anna, allowed=permissions.can_supervise).pbx.name == "beta"

    def test_strangers_and_the_switched_off_have_none(self):
        anna = member("anna", Role.ADMINISTRATOR)
        anna.is_active = False
        assert membership_for(anna) is None
        assert membership_for(AnonymousUser()) is None
        assert membership_for(User.objects.create_superuser("root")) is None

    def test_a_pbx_out_of_use_is_none(self):
        anna = member("anna", Role.RECEPTIONIST, "1")
        PBX.objects.update(enabled=False)
        assert membership_for(anna, "office") is None


def show(request, **kwargs):
    return HttpResponse(f"{request.membership.pbx.name} {request.membership.role}")


async def ashow(request, **kwargs):
    return show(request)


@pytest.fixture(params=[show, ashow], ids=["sync", "async"])
def ask(request, rf):
    """Asks a page for supervisors as this user, in both kinds of view."""
    view = permissions.supervisor_required(request.param)
    call = async_to_sync(view) if request.param is ashow else view

    def get(user, path="/supervision/", method="get", headers=None, **kwargs):
        http = getattr(rf, method)(path, headers=headers)
        http.user = user
        return call(http, **kwargs)

    return get


@pytest.mark.django_db(transaction=True)
class TestGuardedViews:
    def test_who_is_allowed_gets_the_page_and_her_membership(self, ask):
        assert ask(member("sue", Role.SUPERVISOR)).content == b"office supervisor"

    def test_a_role_too_low_is_refused(self, ask):
        with pytest.raises(PermissionDenied):
            ask(member("anna", Role.RECEPTIONIST, "1"))

    def test_no_role_at_all_is_refused(self, ask):
        with pytest.raises(PermissionDenied):
            ask(User.objects.create_user("nobody"))

    @pytest.mark.parametrize("name", ["branch", "nowhere"])
    def test_another_pbx_is_not_found_even_for_a_role_too_low(self, ask, name):
        sue = member("sue", Role.SUPERVISOR)
        anna = member("anna", Role.RECEPTIONIST, "1")
        member("bert", Role.SUPERVISOR, on="branch")
        for user in (sue, anna):
            with pytest.raises(Http404):
                ask(user, f"/supervision/?pbx={name}")
            with pytest.raises(Http404):
                ask(user, pbx=name)

    def test_the_query_chooses_among_her_pbxs(self, ask):
        sue = member("sue", Role.SUPERVISOR)
        member("sue", Role.SUPERVISOR, on="branch")
        assert ask(sue, "/supervision/?pbx=office").content == b"office supervisor"

    def test_a_stranger_signs_in_and_comes_back(self, ask):
        response = ask(AnonymousUser(), "/supervision/?pbx=office")
        assert response["Location"] == "/accounts/login/?next=/supervision/%3Fpbx%3Doffice"

    def test_a_strangers_command_leads_to_the_first_page_not_to_itself(self, ask):
        response = ask(AnonymousUser(), "/desk/hold/", method="post")
        assert response["Location"] == "/accounts/login/?next=/"

    def test_a_strangers_htmx_request_moves_the_whole_page(self, ask):
        headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/desk/?a=1"}
        response = ask(AnonymousUser(), "/desk/hold/", method="post", headers=headers)
        assert response["HX-Redirect"] == "/accounts/login/?next=/desk/"
