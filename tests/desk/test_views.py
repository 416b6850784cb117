"""The desk's page, its commands and its search, as the browser asks for them."""

import time

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from console.board.facts import LinkChanged
from console.links import sentences
from console.links.models import Membership, Role
from console.links.picture import Picture
from console.links.pictures import picture_of
from tests.desk.conftest import DESK, Handed, rings
from tests.memberships import member

pytestmark = pytest.mark.django_db(transaction=True)
IN_CONFERENCE = "mute unmute set-aside bring-back remove remove-quietly rejoin end-for-all".split()
VERBS = (
    "answer hold resume end transfer consult complete back conference take pullback dial "
    "safe voicemail mobile swap park unpark"
).split() + IN_CONFERENCE


def address(verb: str, pbx: str = "office") -> str:
    return f"/desk/commands/{pbx}/{verb}/"


def press(**values: str) -> dict[str, str]:
    fitting = {"call": "1", "key": "5.1.0.any", "target": "123012", "mobile": "447700900118"}
    return fitting | {"conference": "1", "participant": "2"} | values


class TestPage:
    async def test_it_shows_the_calls_of_her_desk(
        self, ruth: AsyncClient, picture: Picture
    ) -> None:
        picture.apply(rings())
        page = (await ruth.get("/desk/")).content.decode()
        assert 'data-number="441184960233"' in page
        assert "+44 118 496 0233" in page

    async def test_it_names_the_regions_of_the_design(self, ruth: AsyncClient) -> None:
        page = (await ruth.get("/desk/")).content.decode()
        for name in ("Ringing", "Active call", "Held", "People", "Queues", "Parked", "Reception"):
            assert f'aria-label="{name}"' in page

    async def test_calls_stand_before_people(self, ruth: AsyncClient) -> None:
        page = (await ruth.get("/desk/")).content.decode()
        assert page.index('aria-label="Held"') < page.index('aria-label="People"')

    async def test_a_stranger_is_sent_to_sign_in(self, picture: Picture) -> None:
        answer = await AsyncClient().get("/desk/")
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/accounts/login/?next=/desk/"

    async def test_a_page_is_not_posted_to(self, ruth: AsyncClient) -> None:
        assert (await ruth.post("/desk/")).status_code == 405

    async def test_an_open_page_may_ask_whether_it_is_still_signed_in(
        self, ruth: AsyncClient
    ) -> None:
        assert (await ruth.head("/desk/")).status_code == 200
        assert (await AsyncClient().head("/desk/")).status_code == 302


class TestCommands:
    @pytest.mark.parametrize("verb", VERBS)
    async def test_a_command_is_handed_to_the_holder(
        self, ruth: AsyncClient, handed: Handed, verb: str
    ) -> None:
        answer = await ruth.post(address(verb), press())
        assert (answer.status_code, answer.content) == (204, b"")
        (command,) = await handed.all()
        assert (command.verb, command.desk, command.operator) == (verb, DESK, "ruth")
        assert (command.call, command.key) == ("1", "5.1.0.any")
        assert command.address == "127.0.0.1"

    @pytest.mark.parametrize("verb", VERBS)
    async def test_a_command_is_never_a_get(
        self, ruth: AsyncClient, handed: Handed, verb: str
    ) -> None:
        assert (await ruth.get(address(verb))).status_code == 405
        assert await handed.all() == []

    async def test_only_keys_of_a_conference_name_one(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        for verb in ("mute", "hold"):
            await ruth.post(address(verb), press())
        named = [(one.conference, one.participant) for one in await handed.all()]
        assert named == [("1", 2), ("", None)]

    async def test_a_conference_as_a_whole_names_no_participant(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        await ruth.post(address("rejoin"), press(participant=""))
        assert [command.participant for command in await handed.all()] == [None]

    @pytest.mark.parametrize(
        "values",
        [
            {"conference": ""}, {"conference": "owner/name"}, {"conference": "1" * 11},
            {"participant": "-1"}, {"participant": "two"}, {"participant": "²"},
            {"participant": "9" * 11},
        ],
    )  # fmt: skip
    async def test_a_conference_or_participant_that_cannot_be_is_not_handed_over(
        self, ruth: AsyncClient, handed: Handed, values: dict[str, str]
    ) -> None:
        answer = await ruth.post(address("mute"), press(**values))
        sentence = "This page is out of date. Reload it."
        assert (answer.status_code, answer.content.decode()) == (409, sentence)
        assert await handed.all() == []

    async def test_the_desk_is_hers_whatever_the_form_says(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        await ruth.post(address("hold"), press(desk="123012", extension="123012"))
        assert [command.desk for command in await handed.all()] == [DESK]

    async def test_it_expires_ten_seconds_after_the_press(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        pressed = time.time() - 4
        await ruth.post(address("hold"), press(), headers={"X-Pressed-At": str(pressed)})
        (command,) = await handed.all()
        assert command.expires == pytest.approx(pressed + 10, abs=0.01)

    @pytest.mark.parametrize("said", ["", "now", "nan", "inf", "9e99"])
    async def test_a_press_in_the_future_counts_as_now(
        self, ruth: AsyncClient, handed: Handed, said: str
    ) -> None:
        await ruth.post(address("hold"), press(), headers={"X-Pressed-At": said})
        (command,) = await handed.all()
        assert command.expires <= time.time() + 12.5

    async def test_a_typed_number_is_cleaned(self, ruth: AsyncClient, handed: Handed) -> None:
        await ruth.post(address("transfer"), press(target=" +44 (0)20 7946-0812 "))
        (command,) = await handed.all()
        assert command.target.startswith("+44")
        assert command.target[1:].isdigit()

    @pytest.mark.parametrize("verb", ["transfer", "safe", "mobile", "complete"])
    async def test_the_seconds_of_a_safe_transfer_go_with_it(
        self, ruth: AsyncClient, handed: Handed, verb: str
    ) -> None:
        await ruth.post(address(verb), press(seconds="15"))
        assert [command.seconds for command in await handed.all()] == [15]

    @pytest.mark.parametrize("seconds", ["4", "121", "-5", "abc", "1e1", "²0", "99999"])
    async def test_seconds_out_of_bounds_are_refused_and_say_so(
        self, ruth: AsyncClient, handed: Handed, seconds: str
    ) -> None:
        answer = await ruth.post(address("safe"), press(seconds=seconds))
        assert answer.status_code == 409
        said = answer.content.decode()
        assert said == "A safe transfer comes back after 5 to 120 seconds."
        assert await handed.all() == []

    async def test_other_verbs_take_no_seconds(self, ruth: AsyncClient, handed: Handed) -> None:
        await ruth.post(address("hold"), press(seconds="15"))
        assert [command.seconds for command in await handed.all()] == [0]

    async def test_a_slot_may_be_chosen_to_park_in(self, ruth: AsyncClient, handed: Handed) -> None:
        await ruth.post(address("park"), press(slot="702"))
        await ruth.post(address("park"), press(key="5.1.1.any"))
        assert [command.target for command in await handed.all()] == ["702", ""]

    async def test_a_mobile_is_dialled_and_whose_it_is_goes_with_it(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        await ruth.post(address("mobile"), press(target="113", mobile="+44 7700 900118"))
        (command,) = await handed.all()
        assert (command.target, command.person) == ("+447700900118", "123013")

    async def test_without_a_mobile_number_nothing_is_sent(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        answer = await ruth.post(address("mobile"), press(mobile=""))
        assert answer.status_code == 409
        assert answer.content.decode().startswith("No mobile number is known.")
        assert await handed.all() == []

    async def test_the_holders_own_verb_is_not_for_browsers(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        answer = await ruth.post(address("return"), press())
        assert (answer.status_code, answer.content) == (409, b"There is no such command.")
        assert await handed.all() == []

    async def test_a_short_number_is_never_sent(self, ruth: AsyncClient, handed: Handed) -> None:
        await ruth.post(address("transfer"), press(target="113"))
        assert [command.target for command in await handed.all()] == ["123013"]

    async def test_an_emergency_number_is_never_a_colleague(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        await ruth.post(address("dial"), press(target="112"))
        assert [command.target for command in await handed.all()] == ["112"]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"target": ""}, "Choose who."),
            ({"target": DESK}, "This is your own phone. Choose somebody else."),
            ({"target": "107"}, "This is your own phone. Choose somebody else."),
            ({"target": "<script>"}, "This is not a telephone number."),
            ({"key": ""}, "This page is out of date. Reload it."),
            ({"key": "k" * 101}, "This page is out of date. Reload it."),
        ],
    )
    async def test_wrong_input_gets_a_sentence_and_nothing_is_sent(
        self, ruth: AsyncClient, handed: Handed, values: dict[str, str], sentence: str
    ) -> None:
        answer = await ruth.post(address("transfer"), press(**values))
        assert (answer.status_code, answer.content.decode()) == (409, sentence)
        assert await handed.all() == []

    async def test_an_unknown_verb_is_refused(self, ruth: AsyncClient, handed: Handed) -> None:
        assert (await ruth.post(address("explode"), press())).status_code == 409
        assert await handed.all() == []

    async def test_without_a_link_it_says_so_at_once(
        self, ruth: AsyncClient, handed: Handed, picture: Picture
    ) -> None:
        picture.apply(LinkChanged("lost", at=120.0))
        answer = await ruth.post(address("hold"), press())
        assert (answer.status_code, answer.content.decode()) == (409, sentences.NO_LINK)
        assert await handed.all() == []

    async def test_another_companys_pbx_does_not_exist(
        self, ruth: AsyncClient, handed: Handed
    ) -> None:
        assert (await ruth.post(address("hold", "elsewhere"), press())).status_code == 404
        assert await handed.all() == []

    async def test_a_stranger_sends_nothing(self, handed: Handed) -> None:
        answer = await AsyncClient().post(address("hold"), press())
        assert answer.status_code == 302
        assert await handed.all() == []

    async def test_a_supervisor_without_an_extension_has_no_desk(
        self, handed: Handed, seat: Membership
    ) -> None:
        omar = await sync_to_async(member)("omar", Role.SUPERVISOR)
        client = AsyncClient()
        await client.aforce_login(omar)
        assert (await client.post(address("hold"), press())).status_code == 403
        assert await handed.all() == []

    async def test_another_site_cannot_press_for_her(
        self, seat: Membership, handed: Handed
    ) -> None:
        client = AsyncClient(enforce_csrf_checks=True)
        await client.aforce_login(seat.user)
        assert (await client.post(address("hold"), press())).status_code == 403
        assert await handed.all() == []


class TestSearch:
    async def results(self, client: AsyncClient, text: str) -> str:
        answer = await client.get("/desk/people/office/", {"q": text})
        assert answer.status_code == 200
        return answer.content.decode()

    async def test_letters_find_names_without_accents(self, ruth: AsyncClient) -> None:
        found = await self.results(ruth, "kel")
        assert "Anna Kéller" in found
        assert "Markus Kellner" in found

    async def test_a_word_each_narrows_the_search(self, ruth: AsyncClient) -> None:
        assert "Markus" not in await self.results(ruth, "anna kel")

    async def test_the_short_number_finds_its_person_first(self, ruth: AsyncClient) -> None:
        found = await self.results(ruth, "113")
        assert 'data-target="123013"' in found
        assert 'data-target="113"' not in found

    async def test_a_typed_number_is_a_target_of_its_own(self, ruth: AsyncClient) -> None:
        assert 'data-target="+442079460812"' in await self.results(ruth, "+44 20 7946 0812")

    async def test_her_own_extension_is_no_target(self, ruth: AsyncClient) -> None:
        assert "Ruth Adeyemi" not in await self.results(ruth, "ruth")

    @pytest.mark.parametrize("text", ["<b>", "'\"", "%", "\x00", "x" * 500, "🙂"])
    async def test_nonsense_finds_no_one_and_is_escaped(self, ruth: AsyncClient, text: str) -> None:
        found = await self.results(ruth, text)
        assert "No one found" in found
        assert "<b>" not in found.replace("<b class", "")

    async def test_a_stranger_learns_nothing(self, picture: Picture) -> None:
        answer = await AsyncClient().get("/desk/people/office/", {"q": "kel"})
        assert answer.status_code == 302
        assert b"Kellner" not in answer.content

    async def test_another_companys_people_do_not_exist(self, ruth: AsyncClient) -> None:
        assert (await ruth.get("/desk/people/elsewhere/", {"q": "kel"})).status_code == 404


class TestElsewhere:
    ADDRESS = "/desk/elsewhere/office/"

    async def test_a_call_that_rings_at_her_other_desk_is_told_aside(
        self, ruth: AsyncClient, picture: Picture
    ) -> None:
        await sync_to_async(member)("ruth", Role.RECEPTIONIST, "900", on="west")
        other = picture_of("west")
        assert b"no data" in (await ruth.get(self.ADDRESS)).content
        other.apply(LinkChanged("live", at=1.0))
        assert b"quiet" in (await ruth.get(self.ADDRESS)).content
        other.apply(rings("900"))
        for path in (self.ADDRESS, "/desk/"):
            told = (await ruth.get(path)).content.decode()
            assert "1 ringing" in told
            assert 'href="/desk/?pbx=west"' in told
            assert "441184960233" not in told  # its caller is seen at its desk alone

    async def test_who_has_one_desk_is_told_of_no_other(
        self, ruth: AsyncClient, picture: Picture
    ) -> None:
        await sync_to_async(member)("eve", Role.RECEPTIONIST, "900", on="west")
        assert b"west" not in (await ruth.get(self.ADDRESS)).content
        assert b"west" not in (await ruth.get("/desk/")).content

    async def test_outsiders_learn_nothing_and_it_is_not_posted_to(
        self, ruth: AsyncClient, picture: Picture
    ) -> None:
        assert (await ruth.get("/desk/elsewhere/west/")).status_code == 404
        assert (await AsyncClient().get(self.ADDRESS)).status_code == 302
        assert (await ruth.post(self.ADDRESS)).status_code == 405
