"""The companies for which a PBX answers: who keeps them, whose call it is, when they are open."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from console.desk import present
from console.directory import hours, phonebook, storing
from console.directory.companies import Company
from console.directory.models import Company as Row
from console.directory.person import Person
from console.directory.phonebook import Phonebook
from console.directory.search import EVERYONE, Index, Own, entry, search
from console.directory.turning import Turning
from console.links.models import PBX, Role
from console.links.picture import Picture
from console.portasip.messages import Forwarder, LegChanged, LegId, Party
from tests.directory.people import person
from tests.memberships import member, pbx

HOLLIS = Company(
    1, "Hollis & Byrne", ("+441632960300",), "Good morning, Hollis & Byrne",
    "wd {Mon-Fri} hr {8am-5pm}", "Europe/London",
)  # fmt: skip
ALDGATE = Company(2, "Aldgate Dental", ("+441632960800",), "Aldgate Dental, how can I help?")
FORM = {
    "name": "Hollis & Byrne", "numbers": "+44 1632 960300\n01632 960301", "greeting": "Good day",
    "hours": "wd {Mon-Fri} hr {8am-5pm}", "zone": "Europe/London", "firm": "", "is_default": "on",
}  # fmt: skip
NEW = "/people/office/companies/new/"


@pytest.fixture
def boss(office: PBX) -> Client:
    client = Client()
    client.force_login(member("ada", Role.ADMINISTRATOR, "123012"))
    return client


def kept(office: PBX, **fields: str) -> Row:
    values = {"name": "Hollis & Byrne", "numbers": "+441632960300", "zone": "UTC"} | fields
    return Row.objects.create(pbx=office, **values)


class TestKeeping:
    def test_an_administrator_adds_one_and_a_second_press_adds_no_other(
        self, boss: Client, office: PBX
    ) -> None:
        assert boss.get(NEW).status_code == 200
        assert boss.post(NEW, FORM).headers["Location"] == "/people/companies/?pbx=office"
        assert boss.post(NEW, FORM).status_code == 422
        made = Row.objects.get(pbx=office)
        assert made.numbers.split() == ["+441632960300", "01632960301"]
        assert b"Hollis &amp; Byrne" in boss.get("/people/companies/").content

    @pytest.mark.parametrize(
        ("field", "wrong", "said"),
        [
            ("name", "", "This field is required."),
            ("numbers", "call me", "call me:"),
            ("hours", "wd {Mon-Fri} hr {25}", "Column"),
            ("zone", "Mars/Olympus", "Mars/Olympus is not a time zone"),
            ("zone", "../../etc/passwd", "is not a time zone"),
            ("numbers", "\n".join(str(441632960000 + each) for each in range(51)), "At most 50"),
        ],
    )
    def test_wrong_input_is_said_and_saves_nothing(
        self, boss: Client, office: PBX, field: str, wrong: str, said: str
    ) -> None:
        answer = boss.post(NEW, FORM | {field: wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Row.objects.exists()

    def test_a_number_belongs_to_one_company(self, boss: Client, office: PBX) -> None:
        kept(office, name="Aldgate Dental", numbers="441632960300")
        answer = boss.post(NEW, FORM)
        assert answer.status_code == 422
        assert "is a number of Aldgate Dental already" in answer.content.decode()

    def test_one_is_changed_and_removed_and_a_second_press_is_harmless(
        self, boss: Client, office: PBX
    ) -> None:
        page = f"/people/office/companies/{kept(office).pk}/"
        assert b"+44 1632 960300" in boss.get(page).content
        assert boss.post(page, FORM | {"greeting": "Good night"}).status_code == 302
        assert Row.objects.get().greeting == "Good night"
        assert boss.get(f"{page}delete/").status_code == 405
        for _ in range(2):
            assert boss.post(f"{page}delete/").status_code == 302
        assert not Row.objects.exists()

    def test_the_desk_has_the_hours_of_one(self, boss: Client, office: PBX) -> None:
        kept(office, name="Aldgate Dental", numbers="441632960800", is_default=True)
        assert boss.post(NEW, FORM).status_code == 302
        assert [one.name for one in storing.companies(office.pk)] == [
            "Hollis & Byrne", "Aldgate Dental",
        ]  # fmt: skip
        assert Row.objects.filter(is_default=True).count() == 1

    def test_nobody_else_sees_or_changes_them(
        self, ruth: Client, stranger: Client, office: PBX
    ) -> None:
        page = f"/people/office/companies/{kept(office).pk}/"
        for path in (page, NEW, f"{page}delete/"):
            assert stranger.post(path, FORM).status_code == 404
            assert ruth.post(path, FORM).status_code in (403, 404)
            assert Client().post(path, FORM).status_code == 302
        assert ruth.get("/people/companies/").status_code in (403, 404)
        assert stranger.get("/people/companies/", {"pbx": "office"}).status_code == 404
        assert Row.objects.get().greeting == ""

    def test_a_company_of_another_pbx_does_not_exist(self, boss: Client, office: PBX) -> None:
        other = kept(pbx("elsewhere"))
        assert boss.get(f"/people/office/companies/{other.pk}/").status_code == 404
        assert boss.post(f"/people/office/companies/{other.pk}/delete/").status_code == 302
        assert Row.objects.filter(pk=other.pk).exists()


class TestCalled:
    @pytest.fixture(autouse=True)
    def _book(self, picture: Picture) -> None:
        phonebook.put("office", Phonebook(companies=[HOLLIS, ALDGATE]))

    def called(self, picture: Picture, number: str) -> None:
        caller, through = Party("442079460812"), (Forwarder(number),)
        callee = Party("123007", account_id="123007", forwarders=through)
        leg = LegId("call@pbx", "t")
        picture.apply(LegChanged(leg, "connected", 100.0, caller, callee, "incoming"))

    @pytest.mark.parametrize("number", ["441632960800", "+441632960800", "00441632960800"])
    def test_the_card_names_the_company_its_number_and_its_greeting(
        self, picture: Picture, number: str
    ) -> None:
        self.called(picture, number)
        card = present.active(picture.board, "office", "123007")["card"]
        assert (card["called"], card["company_id"]) == ("Aldgate Dental", 2)
        assert card["called_number"] == "+44 1632 960800"
        assert card["greeting"] == "Aldgate Dental, how can I help?"

    def test_a_number_of_none_is_shown_as_it_is(self, picture: Picture) -> None:
        self.called(picture, "441632960999")
        card = present.active(picture.board, "office", "123007")["card"]
        assert (card["company_id"], card["greeting"]) == (0, "")
        assert "960999" in card["called"].replace(" ", "")


def test_people_of_the_company_called_come_before_their_equals() -> None:
    people = [
        Person("extension:1", "Anna Keller", "Hollis & Byrne"),
        Person("extension:2", "Annika Olsen", "Aldgate Dental"),
        person("Anne Marsh", "+442079460812", company="ALDGATE dental"),
    ]
    index = Index(map(entry, people))

    def found(**companies: Company) -> list[str]:
        return [one.name for one in search(index, "ann", EVERYONE, Own(), **companies).people]

    assert found()[0] == "Anna Keller"
    assert found(called=ALDGATE) == ["Annika Olsen", "Anne Marsh", "Anna Keller"]
    assert found(only=HOLLIS) == ["Anna Keller"]


def moment(*parts: int, zone: str = "Europe/London") -> float:
    return datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp()  # type: ignore[misc]


class TestHours:
    @pytest.mark.parametrize(
        ("at", "is_day", "until", "told_by"),
        [
            ((2026, 11, 26, 10, 0), True, (2026, 11, 26, 18, 0), "hour"),
            ((2026, 11, 26, 17, 59), True, (2026, 11, 26, 18, 0), "hour"),
            ((2026, 11, 26, 18, 0), False, (2026, 11, 27, 8, 0), "hour"),
            ((2026, 11, 27, 19, 0), False, (2026, 11, 30, 8, 0), "weekday"),
            ((2026, 3, 28, 12, 0), False, (2026, 3, 30, 8, 0), "weekday"),  # the clocks change
        ],
    )
    def test_day_and_night_turn_by_the_companys_own_clock(
        self, at: tuple[int, ...], is_day: bool, until: tuple[int, ...], told_by: str
    ) -> None:
        now = hours.at(HOLLIS, moment(*at))
        assert now is not None
        assert (now.is_day, now.until, now.told_by) == (is_day, datetime(*until), told_by)  # type: ignore[arg-type]

    def test_who_gave_no_hours_has_neither_day_nor_night(self) -> None:
        assert hours.at(ALDGATE, 0.0) is None

    def test_always_open_never_turns(self) -> None:
        always = Company(3, "Always", hours="hr {12am-11pm}")
        now = hours.at(always, datetime(2026, 11, 26, tzinfo=UTC).timestamp())
        assert now is not None
        assert (now.is_day, now.until, now.true_until) == (True, None, None)

    def test_the_desks_are_told_when_it_turns_and_only_then(self, picture: Picture) -> None:
        clock = [moment(2026, 11, 26, 17, 59, 50)]
        turning = Turning(lambda: clock[0])
        phonebook.put("office", Phonebook(companies=[HOLLIS]))
        told: list[bool] = []
        picture.listen(lambda board, touched: told.append(touched.hours))
        turning.watch(["office"])
        assert turning.look() == pytest.approx(10.0)
        turning.look()
        assert told == [True]
        shown = present_daynight(picture)
        assert (shown["state"], shown["until"]) == ("idle", "18:00")
        clock[0] += 10
        turning.look()
        assert told == [True, True]
        assert (present_daynight(picture)["state"], present_daynight(picture)["until"]) == (
            "away", "8:00",
        )  # fmt: skip


def present_daynight(picture: Picture) -> dict[str, str]:
    from console.desk.present_companies import daynight

    return daynight(picture.board, "office", "")
