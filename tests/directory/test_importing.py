"""A file is compared with what is there, shown, and taken in once, as it was shown."""

import re
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from console.directory import importing, phonebook
from console.directory.models import Contact, ContactNumber, Upload
from console.directory.records import BYTES_AT_MOST, Read, Record
from console.links.models import PBX
from tests.directory.people import contact
from tests.memberships import pbx

pytestmark = pytest.mark.django_db
ADDRESS = "/people/office/import/"
FILE = "name;company;work;email\nHelen Marsh;Marsh;+44 20 7946 0812;h@marsh.example\nBad;;x;\n"


def uploaded(client: Client, text: str = FILE) -> str:
    """The address of the preview."""
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile("people.csv", text.encode())})
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def plan_in(client: Client, address: str) -> str:
    found = re.search(r'name="plan" value="(\w+)"', client.get(address).content.decode())
    assert found
    return found[1]


def confirm(client: Client, address: str) -> None:
    answer = client.post(address, {"plan": plan_in(client, address)})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)


def test_the_preview_shows_what_will_be_and_changes_nothing(ruth: Client, office: PBX) -> None:
    contact(office, "Helen Marsh", "+442079460812", company="Marsh & Co", email="h@marsh.example")
    contact(office, "Ivo Grant", "+44118")
    text = FILE + "Ivo Grant;;0044118;\nNew One;;+44119;\nNew One;;+44119;\n"
    page = shown(ruth, uploaded(ruth, text))
    assert "Added 1 Changed 1 Unchanged 1 Not possible 2" in page
    assert "Line 2 Helen Marsh company Marsh &amp; Co → Marsh" in page
    assert "Line 3 Bad “x” is no telephone number." in page
    assert "Line 6 The same contact as in line 5." in page
    assert "New One" in page
    assert Contact.objects.count() == 2
    assert Contact.objects.get(name="Helen Marsh").company == "Marsh & Co"


def test_confirming_imports_at_once_and_a_second_press_is_harmless(
    ruth: Client, office: PBX
) -> None:
    address = uploaded(ruth)
    plan = plan_in(ruth, address)
    for _ in range(2):
        assert ruth.post(address, {"plan": plan}).status_code == 302
    assert "Imported: 1 added, 0 changed, 0 unchanged, 1 left out." in shown(ruth, address)
    made = Contact.objects.get()
    assert (made.name, made.company, made.email) == ("Helen Marsh", "Marsh", "h@marsh.example")
    assert [one.number for one in made.numbers.all()] == ["+442079460812"]


@pytest.mark.django_db(transaction=True)
def test_an_import_names_callers_at_once(ruth: Client, office: PBX) -> None:
    confirm(ruth, uploaded(ruth))
    named = phonebook.of("office").named("442079460812")
    assert named is not None
    assert named.name == "Helen Marsh"


def test_importing_the_same_file_again_finds_everything_unchanged(
    ruth: Client, office: PBX
) -> None:
    confirm(ruth, uploaded(ruth))
    assert "Added 0 Changed 0 Unchanged 1 Not possible 1" in shown(ruth, uploaded(ruth))


@pytest.mark.parametrize("form", ["csv", "vcf"])
def test_an_export_comes_back_unchanged(ruth: Client, office: PBX, form: str) -> None:
    contact(
        office, "=Helen", "+442079460812", company="Marsh; Sons", note="a\nb", email="h@m.example"
    )
    contact(office, "Ivo Grant", "+44118", kind="fax", department="Sales")
    answer = ruth.get(f"/people/office/export/{form}/")
    assert f"contacts-office.{form}" in answer.headers["Content-Disposition"]
    plan = importing.plan(office.pk, importing.read(answer.content))
    assert (plan.added, plan.changed, plan.unchanged, plan.failures) == ([], [], 2, [])


class TestMatching:
    def plan(self, office: PBX, *records: Record) -> importing.Plan:
        return importing.plan(office.pk, Read(list(records)))

    def test_by_id_before_all(self, office: PBX) -> None:
        one = contact(office, "Helen", "+4411", key="crm-7", email="h@m.example")
        contact(office, "Ivo", "+4412", email="i@m.example")
        record = Record(2, "crm-7", "Helen Marsh", email="i@m.example")
        (change,) = self.plan(office, record).changed
        assert change.pk == one.pk
        assert change.fields == [
            ("name", "Helen", "Helen Marsh"), ("e-mail", "h@m.example", "i@m.example"),
        ]  # fmt: skip

    def test_by_an_address_that_only_one_has(self, office: PBX) -> None:
        contact(office, "Helen", "+4411", email="h@m.example")
        assert self.plan(office, Record(2, name="Helen M", email="H@M.example")).changed
        twice = [Record(n, name=f"P{n}", email="h@m.example") for n in (2, 3)]
        assert len(self.plan(office, *twice).added) == 2

    def test_by_name_and_number(self, office: PBX) -> None:
        contact(office, "Helen Mársh", "+4411")
        plan = self.plan(office, Record(2, name="helen marsh", numbers=[("work", "004411")]))
        assert [one.name for one in plan.changed] == ["Helen Mársh"]
        assert self.plan(office, Record(2, name="Ivo", numbers=[("work", "+4411")])).added

    def test_what_the_file_does_not_say_stays(self, ruth: Client, office: PBX) -> None:
        one = contact(office, "Helen", "+4411", key="7", company="Marsh", note="kept")
        ContactNumber.objects.create(contact=one, kind="mobile", number="+4477")
        confirm(ruth, uploaded(ruth, "id,name,work,company\n7,Helen,+4412,\n"))
        one.refresh_from_db()
        assert (one.company, one.note) == ("Marsh", "kept")
        numbers = [(each.kind, each.number) for each in one.numbers.all()]
        assert numbers == [("mobile", "+4477"), ("work", "+4412")]

    def test_another_pbx_is_not_compared_with(self, office: PBX) -> None:
        contact(pbx("other"), "Helen", "+4411", key="7")
        assert self.plan(office, Record(2, "7", "Helen")).added


def test_what_changed_since_it_was_shown_is_shown_again(ruth: Client, office: PBX) -> None:
    address = uploaded(ruth)
    plan = plan_in(ruth, address)
    contact(office, "Helen Marsh", "+442079460812")
    answer = ruth.post(address, {"plan": plan})
    assert answer.status_code == 409
    assert b"Look again, then press once more." in answer.content
    assert Contact.objects.get().company == ""
    confirm(ruth, address)
    assert Contact.objects.get().company == "Marsh"


def test_a_preview_expires(ruth: Client, office: PBX) -> None:
    address = uploaded(ruth)
    plan = plan_in(ruth, address)
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(hours=2))
    answer = ruth.post(address, {"plan": plan})
    assert answer.status_code == 410
    assert b"Upload the file again." in answer.content
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file first."),
        (b"\x00\x01", "neither a CSV nor a vCard"),
        (b"name\n", "has no contacts"),
        (b"x" * (BYTES_AT_MOST + 1), "more than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_says_so(
    ruth: Client, office: PBX, content: bytes, sentence: str
) -> None:
    answer = ruth.post(ADDRESS, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Upload.objects.exists()


def test_no_file_is_no_failure(ruth: Client, office: PBX) -> None:
    assert ruth.post(ADDRESS).status_code == 422
    assert ruth.get(ADDRESS).status_code == 200


def test_others_learn_nothing_of_a_preview(ruth: Client, office: PBX, stranger: Client) -> None:
    address = uploaded(ruth)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"plan": "x"}).status_code == 404
    assert stranger.get(ADDRESS).status_code == 404
    assert stranger.get("/people/office/export/csv/").status_code == 404
    assert Client().get(address).status_code == 302
    assert ruth.put(address).status_code == ruth.put(ADDRESS).status_code == 405
    assert ruth.post("/people/office/export/csv/").status_code == 405
    assert ruth.get("/people/office/export/exe/").status_code == 404
    assert ruth.get(f"{ADDRESS}no-such-token/").status_code == 404


def test_five_thousand_contacts_are_imported_and_searched(ruth: Client, office: PBX) -> None:
    lines = "".join(f"Person {n} Marsh,+44207{n:07d}\n" for n in range(5_000))
    address = uploaded(ruth, f"name,work\n{lines}")
    began = time.thread_time()
    confirm(ruth, address)
    assert Contact.objects.count() == 5_000
    assert "Page 1 of 100" in shown(ruth, "/people/?tab=contacts&q=marsh")
    assert time.thread_time() - began < 60  # not quadratic
