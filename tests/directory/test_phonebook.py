"""What a process knows of people: names of callers, kept as the database has them."""

import pytest
from asgiref.sync import sync_to_async

from console.board.state import Board, Touched
from console.directory import keeping, phonebook, storing
from console.directory.keeping import Keeper, touched_by
from console.directory.models import ExtensionDetail
from console.directory.person import Detail, Person, normal
from console.directory.phonebook import Phonebook
from console.directory.shown import party
from console.directory.targets import target
from console.links.models import PBX
from console.links.picture import Picture
from console.portasip.messages import LegChanged, LegId
from console.portasip.messages import Party as Telephone
from tests.directory.people import contact, person

HELEN = person("Helen Marsh", "+442079460812", company="Marsh & Sons")


@pytest.mark.parametrize(
    ("written", "compared"),
    [("+44118", "44118"), ("0044118", "44118"), ("44118", "44118"), ("0118", "0118"),
     ("107", "107"), ("*98", "*98"), ("000", "000"), ("0200123", "0200123"), ("", "")],
)  # fmt: skip
def test_numbers_are_compared_as_the_pbx_writes_them(written: str, compared: str) -> None:
    assert normal(written) == compared


@pytest.mark.parametrize("number", ["442079460812", "+442079460812", "00442079460812"])
def test_a_number_is_named_however_it_is_written(number: str) -> None:
    assert Phonebook([HELEN]).named(number) == HELEN


def test_a_number_of_nobody_has_no_name() -> None:
    assert Phonebook([HELEN]).named("442079460813") is None
    assert Phonebook([HELEN]).named("") is None


def test_a_number_of_several_is_named_by_what_they_share() -> None:
    mary = person("Mary Marsh", "442079460812", company="Marsh & Sons")
    named = Phonebook([HELEN, mary]).named("442079460812")
    assert named == Person(key="", name="Marsh & Sons")
    ivo = person("Ivo Grant", "442079460812")
    named = Phonebook([HELEN, ivo]).named("442079460812")
    assert named is not None
    assert named.name == "Helen Marsh / Ivo Grant"


class TestParty:
    @pytest.fixture(autouse=True)
    def _book(self, picture: Picture) -> None:
        details = {"123012": Detail(mobile="+447700900112")}
        phonebook.put("office", Phonebook([HELEN], details, (1, 1)))

    def test_a_caller_whom_the_pbx_does_not_name_is_named(self, picture: Picture) -> None:
        shown = party(picture.board, "442079460812", "")
        assert (shown["title"], shown["company"]) == ("Helen Marsh", "Marsh & Sons")
        assert shown["number"] == "+44 20 7946 0812"
        assert party(picture.board, "442079460812", "442079460812")["name"] == "Helen Marsh"

    def test_the_name_that_the_pbx_gives_stays(self, picture: Picture) -> None:
        assert party(picture.board, "442079460812", "H. Marsh")["title"] == "H. Marsh"

    def test_a_colleague_on_her_mobile_is_named(self, picture: Picture) -> None:
        assert party(picture.board, "447700900112", "")["title"] == "Anna Keller"

    def test_another_pbx_names_nobody(self) -> None:
        assert party(Board(pbx="elsewhere"), "442079460812", "")["name"] == ""

    def test_a_withheld_number_is_nobodys(self, picture: Picture) -> None:
        assert party(picture.board, "anonymous", "")["title"] == "Withheld"

    def test_a_typed_number_is_named_as_a_target(self, picture: Picture) -> None:
        assert target(picture.board, "+44 20 7946 0812") == (
            "+442079460812", "+44 20 7946 0812", "Helen Marsh",
        )  # fmt: skip
        assert target(picture.board, "112") == ("112", "112", "")
        assert target(picture.board, "510") == ("510", "510", "Reception")
        assert target(picture.board, "113").dial == "123013"


def calling(number: str) -> LegChanged:
    return LegChanged(
        leg=LegId("c1", "t1"), state="ringing", at=110.0, caller=Telephone(number=number),
        callee=Telephone(number="123007", account_id="123007"), direction="incoming",
    )  # fmt: skip


def test_only_what_is_named_otherwise_is_drawn_anew(picture: Picture) -> None:
    picture.apply(calling("442079460812"))
    book = Phonebook([HELEN], {"123013": Detail(note="Lunch")})
    touched = touched_by(picture.board, phonebook.change(Phonebook(), book))
    assert touched.calls == {"1"}
    assert touched.extensions == {"123007", "123013"}
    assert (touched.people, touched.everything) == (True, False)
    assert not touched_by(picture.board, phonebook.change(book, Phonebook([HELEN], book.details)))
    other = phonebook.change(Phonebook(), Phonebook([person("Ivo", "4411")]))
    assert not touched_by(picture.board, other).calls


@pytest.mark.django_db(transaction=True)
class TestKeeper:
    async def test_a_change_in_another_process_is_shown_after_the_next_look(
        self, office: PBX, picture: Picture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: list[Touched] = []
        picture.apply(calling("442079460812"))
        picture.listen(lambda board, touched: heard.append(touched))
        keeper = Keeper()
        await keeper.look()
        assert heard == []
        await sync_to_async(contact)(office, "Helen Marsh", "+442079460812")
        monkeypatch.setattr(phonebook, "_books", {})  # as another process has it
        await keeper.look()
        assert [one.calls for one in heard] == [{"1"}]
        assert party(picture.board, "442079460812", "")["title"] == "Helen Marsh"
        await keeper.look()
        assert len(heard) == 1

    async def test_a_change_here_is_known_at_once_and_wakes_the_keeper(
        self, office: PBX, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        woken: list[bool] = []
        monkeypatch.setattr(keeping, "_wake", lambda: woken.append(True))
        await sync_to_async(contact)(office, "Helen Marsh", "+442079460812")
        assert phonebook.of("office").named("442079460812") is not None
        assert woken

    async def test_what_is_added_to_an_extension_is_part_of_her(
        self, office: PBX, picture: Picture
    ) -> None:
        def complete() -> None:
            ExtensionDetail.objects.create(pbx=office, extension="123012", department="Legal")
            storing.changed(office.pk)

        await sync_to_async(complete)()
        person = phonebook.of("office").index(picture.board).person("extension:123012")
        assert person is not None
        assert (person.name, person.company, person.department) == ("Anna Keller", "Vale", "Legal")

    async def test_whoever_the_pbx_no_longer_lists_is_found_no_more(
        self, office: PBX, picture: Picture
    ) -> None:
        from console.portasip.messages import ExtensionsListed

        assert phonebook.of("office").index(picture.board).person("extension:123012")
        picture.apply(ExtensionsListed((), at=200.0))
        assert not phonebook.of("office").index(picture.board).person("extension:123012")


def test_an_older_book_does_not_replace_a_newer_one() -> None:
    phonebook.put("office", Phonebook([HELEN], revision=(1, 5)))
    phonebook.put("office", Phonebook([], revision=(1, 4)))
    assert phonebook.of("office").contacts == (HELEN,)
    phonebook.put("office", Phonebook([], revision=(2, 1)))
    assert phonebook.of("office").contacts == ()
