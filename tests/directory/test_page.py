"""The page of people: who may see and change what, and what an operator keeps for herself."""

import re

import pytest
from django.test import Client

from console.directory.models import Contact, ExtensionDetail, Mark
from console.links.models import PBX, Role
from tests.directory.people import contact
from tests.memberships import member

pytestmark = pytest.mark.django_db
PAGE = "/people/"
FORM = {
    "name": "Helen Marsh", "company": "Marsh", "department": "", "email": "", "note": "",
    "numbers-TOTAL_FORMS": "2", "numbers-INITIAL_FORMS": "0",
    "numbers-0-kind": "work", "numbers-0-number": "+44 20 7946 0812",
    "numbers-1-kind": "mobile", "numbers-1-number": "",
}  # fmt: skip


def field(html: bytes, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html.decode())
    return found[1] if found else ""


def rows(client: Client, **query: str) -> list[str]:
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    found = re.findall(r'<li class="entry">.*?</li>', answer.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in found]


class TestList:
    def test_it_shows_extensions_groups_and_contacts(self, ruth: Client, office: PBX) -> None:
        contact(office, "Helen Marsh", "+442079460812", company="Marsh & Sons")
        assert rows(ruth) == [
            "107 Ruth Adeyemi Vale", "112 Anna Keller Vale", "113 Markus Kellner Vale",
            "510 Reception Hunt group",
            "Outside Helen Marsh Marsh &amp; Sons Work +44 20 7946 0812",
        ]  # fmt: skip

    def test_it_is_searched_by_tab_and_leafed_through(self, ruth: Client, office: PBX) -> None:
        for number in range(60):
            contact(office, f"Helen {number:02d}", f"+4411{number:02d}")
        assert len(rows(ruth, tab="contacts")) == 50
        assert rows(ruth, tab="contacts", page="2")[0].startswith("Outside Helen 50")
        assert rows(ruth, q="kel", tab="company") == [
            "112 Anna Keller Vale",
            "113 Markus Kellner Vale",
        ]

    @pytest.mark.parametrize("page", ["0", "99", "x", "-1", "9" * 30])
    def test_a_page_that_is_not_there_is_not_found(
        self, ruth: Client, office: PBX, page: str
    ) -> None:
        assert ruth.get(PAGE, {"page": page}).status_code == 404

    def test_another_pbx_does_not_exist(self, ruth: Client, stranger: Client, office: PBX) -> None:
        contact(office, "Helen Marsh", "+442079460812")
        assert stranger.get(PAGE, {"pbx": "office"}).status_code == 404
        assert b"Helen" not in stranger.get(PAGE).content
        assert ruth.get(PAGE, {"pbx": "elsewhere"}).status_code == 404

    def test_who_is_not_signed_in_learns_nothing(self, office: PBX) -> None:
        answer = Client().get(PAGE)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer.headers["Location"]

    def test_it_is_not_posted_to(self, ruth: Client) -> None:
        assert ruth.post(PAGE).status_code == 405


class TestContacts:
    def test_one_is_added(self, ruth: Client, office: PBX) -> None:
        assert ruth.post("/people/office/contacts/new/", FORM).status_code == 302
        made = Contact.objects.get(pbx=office)
        assert (made.name, made.company) == ("Helen Marsh", "Marsh")
        assert [(one.kind, one.number) for one in made.numbers.all()] == [("work", "+442079460812")]
        assert any("Helen Marsh" in row for row in rows(ruth))

    def test_save_pressed_twice_adds_one(self, ruth: Client, office: PBX) -> None:
        key = field(ruth.get("/people/office/contacts/new/").content, "key")
        for _ in range(2):
            assert ruth.post("/people/office/contacts/new/", FORM | {"key": key}).status_code == 302
        assert Contact.objects.count() == 1

    def test_what_cannot_be_taken_is_said_beside_its_field_and_kept(
        self, ruth: Client, office: PBX
    ) -> None:
        wrong = FORM | {"name": "", "numbers-0-number": "call me", "email": "nowhere"}
        answer = ruth.post("/people/office/contacts/new/", wrong)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "This is not a telephone number." in page
        assert "call me" in page
        assert "Enter a valid email address." in page
        assert not Contact.objects.exists()

    def test_one_is_changed_and_its_numbers_too(self, ruth: Client, office: PBX) -> None:
        made = contact(office, "Helen", "+4411")
        address = f"/people/office/contacts/{made.pk}/"
        seen = field(ruth.get(address).content, "seen")
        assert ruth.post(address, FORM | {"seen": seen}).status_code == 302
        made.refresh_from_db()
        assert made.name == "Helen Marsh"
        assert [one.number for one in made.numbers.all()] == ["+442079460812"]

    def test_what_somebody_else_saved_meanwhile_is_not_lost_unseen(
        self, ruth: Client, office: PBX
    ) -> None:
        made = contact(office, "Helen", "+4411")
        address = f"/people/office/contacts/{made.pk}/"
        seen = field(ruth.get(address).content, "seen")
        Contact.objects.update(note="from Omar")
        answer = ruth.post(address, FORM | {"seen": seen})
        assert answer.status_code == 409
        made.refresh_from_db()
        assert (made.name, made.note) == ("Helen", "from Omar")
        again = FORM | {"seen": field(answer.content, "seen")}
        assert ruth.post(address, again).status_code == 302

    def test_one_is_deleted_with_the_marks_on_it_and_once(self, ruth: Client, office: PBX) -> None:
        made = contact(office, "Helen", "+4411")
        ruth.post(
            "/people/office/mark/", {"person": f"contact:{made.pk}", "what": "favourite", "on": "1"}
        )
        for _ in range(2):
            assert ruth.post(f"/people/office/contacts/{made.pk}/delete/").status_code == 302
        assert not Contact.objects.exists()
        assert not Mark.objects.exists()

    def test_they_belong_to_their_pbx(self, ruth: Client, stranger: Client, office: PBX) -> None:
        made = contact(office, "Helen", "+4411")
        elsewhere = contact(PBX.objects.get(name="elsewhere"), "Eve's friend", "+4412")
        for client, pk in ((stranger, made.pk), (ruth, elsewhere.pk)):
            assert client.get(f"/people/office/contacts/{pk}/").status_code == 404
            assert client.post(f"/people/office/contacts/{pk}/", FORM).status_code == 404
        stranger.post(f"/people/office/contacts/{made.pk}/delete/")
        ruth.post(f"/people/office/contacts/{elsewhere.pk}/delete/")
        assert Contact.objects.count() == 2
        assert stranger.post("/people/office/contacts/new/", FORM).status_code == 404

    def test_wrong_methods_and_other_sites_are_refused(self, ruth: Client, office: PBX) -> None:
        made = contact(office, "Helen", "+4411")
        assert ruth.get(f"/people/office/contacts/{made.pk}/delete/").status_code == 405
        assert ruth.put("/people/office/contacts/new/").status_code == 405
        careful = Client(enforce_csrf_checks=True)
        careful.force_login(member("omar", Role.SUPERVISOR))
        assert careful.post(f"/people/office/contacts/{made.pk}/delete/").status_code == 403
        assert Contact.objects.exists()


class TestExtensions:
    ADDRESS = "/people/office/extensions/123012/"

    def test_one_is_completed(self, ruth: Client, office: PBX) -> None:
        values = {"department": "Legal", "mobile": "+44 7700 900112", "email": "", "note": "Lunch"}
        for _ in range(2):
            assert ruth.post(self.ADDRESS, values).status_code == 302
        detail = ExtensionDetail.objects.get()
        assert (detail.department, detail.mobile) == ("Legal", "+447700900112")
        assert any("Vale, Legal Mobile +44 7700 900112" in row for row in rows(ruth))
        assert b"+44 7700 900112" in ruth.get(self.ADDRESS).content

    def test_a_mobile_that_is_no_number_is_refused(self, ruth: Client, office: PBX) -> None:
        answer = ruth.post(self.ADDRESS, {"mobile": "ring twice"})
        assert answer.status_code == 422
        assert b"This is not a telephone number." in answer.content
        assert not ExtensionDetail.objects.exists()

    def test_nobody_and_others_are_not_found(
        self, ruth: Client, stranger: Client, office: PBX
    ) -> None:
        assert ruth.get("/people/office/extensions/999/").status_code == 404
        assert stranger.get(self.ADDRESS).status_code == 404
        assert stranger.post(self.ADDRESS, {"note": "x"}).status_code == 404
        assert not ExtensionDetail.objects.exists()


class TestMarks:
    ADDRESS = "/people/office/mark/"

    @pytest.mark.parametrize(
        ("what", "tab"), [("favourite", "favourites"), ("speed_dial", "speed")]
    )
    def test_they_are_set_and_taken_and_twice_is_as_once(
        self, ruth: Client, office: PBX, what: str, tab: str
    ) -> None:
        values = {"person": "extension:123012", "what": what}
        for _ in range(2):
            assert ruth.post(self.ADDRESS, values | {"on": "1"}).status_code == 302
            assert rows(ruth, tab=tab) == ["112 Anna Keller Vale"]
        for _ in range(2):
            assert ruth.post(self.ADDRESS, values).status_code == 302
            assert rows(ruth, tab=tab) == []
        assert not Mark.objects.exists()

    def test_a_star_of_the_desk_gets_its_successor(self, ruth: Client, office: PBX) -> None:
        values = {"person": "extension:123012", "what": "favourite", "on": "1"}
        answer = ruth.post(self.ADDRESS, values, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert 'aria-pressed="true"' in answer.content.decode()
        assert "&quot;on&quot;: &quot;&quot;" in answer.content.decode()

    def test_a_personal_note_is_seen_by_its_author_alone(self, ruth: Client, office: PBX) -> None:
        ruth.post(
            self.ADDRESS, {"person": "extension:123012", "what": "note", "note": " likes tea "}
        )
        assert any("likes tea" in row for row in rows(ruth))
        assert rows(ruth, q="tea") != []
        omar = Client()
        omar.force_login(member("omar", Role.SUPERVISOR))
        assert not any("likes tea" in row for row in rows(omar))
        assert rows(omar, q="tea") == []

    @pytest.mark.parametrize(
        "person", ["", "extension:999", "contact:1", "contact:x", "x", "group:"]
    )
    def test_nobody_is_marked_who_is_not_there(
        self, ruth: Client, office: PBX, person: str
    ) -> None:
        values = {"person": person, "what": "favourite", "on": "1"}
        assert ruth.post(self.ADDRESS, values).status_code == 404

    def test_others_and_other_ways_are_refused(
        self, ruth: Client, stranger: Client, office: PBX
    ) -> None:
        values = {"person": "extension:123012", "what": "favourite", "on": "1"}
        assert stranger.post(self.ADDRESS, values).status_code == 404
        assert ruth.get(self.ADDRESS).status_code == 405
        assert ruth.post(self.ADDRESS, values | {"what": "hated"}).status_code == 404
        away = ruth.post(self.ADDRESS, values | {"back": "https://elsewhere.example/"})
        assert away.headers["Location"] == "/people/?pbx=office"
        assert Mark.objects.count() == 1
