"""Typed calls of the Conferencing API: on-the-spot conferences."""

import asyncio
from typing import Any

from msgspec import Struct

from .asking import Asking
from .errors import Refused
from .messages import Conference, LegId, ParticipantChanged
from .responses import rows_of, text_of
from .rooms import conference_key, participant_fact
from .shapes import SipConference, SipParticipant
from .wire import shaped
from .writing import (
    conference_name,
    dialable,
    flag_param,
    language,
    leg_params,
    positive,
    web_url,
    word,
)

FLAGS = ("moderator", "mute", "hold", "quiet_mode", "wait_for_moderator")
URLS = ("music_on_hold_url", "announced_conference_name_url")


class Options(Struct, frozen=True):
    """How a participant takes part (SipOnSpotConferenceParticipantInfo structure).

    None and "" are not sent, so that the PBX's defaults stand. `hold` alone stops a participant
    hearing; only with `mute` are they private. A URL names an .au or .g729 file without its
    extension.
    """

    moderator: bool | None = None
    mute: bool | None = None
    hold: bool | None = None
    quiet_mode: bool | None = None
    wait_for_moderator: bool | None = None
    lang: str = ""
    max_participants: int | None = None
    music_on_hold_url: str = ""
    announced_conference_name_url: str = ""

    def params(self) -> dict[str, Any]:
        """Return what goes on the wire. Raises InvalidParameter."""
        flags = {name: getattr(self, name) for name in FLAGS}
        written: dict[str, Any] = {k: flag_param(v) for k, v in flags.items() if v is not None}
        if self.lang:
            written["lang"] = language(self.lang)
        if self.max_participants is not None:
            written["max_participants"] = positive("max_participants", self.max_participants)
        urls = {name: getattr(self, name) for name in URLS}
        return written | {name: web_url(name, url) for name, url in urls.items() if url}


DEFAULTS = Options()


class Conferencing(Asking):
    """Conferencing API. Every method raises Refused, Unanswered, LinkLost or InvalidParameter.

    A conference is named by `name` (at most 64 characters) and `owner`, an account ID; `owner`
    may be "" in an account's own realm.
    """

    async def join_conference(
        self,
        name: str,
        owner: str,
        *,
        callee: str,
        caller_id: str = "",
        sip_auth_username: str = "",
        options: Options = DEFAULTS,
    ) -> str:
        """join_on_spot_conference: call `callee` into the conference, made if there is none.

        `caller_id` is what the callee sees calling, the conference's name by default;
        `sip_auth_username` is charged, the owner by default. Returns the new call's id.
        """
        call = {
            "caller_id": word("caller_id", caller_id or name),
            "callee_id": dialable("callee_id", callee),
        }
        if sip_auth_username or owner:
            payer = sip_auth_username or owner
            call["sip_auth_username"] = dialable("sip_auth_username", payer)
        params = {
            "conference_info": _conference(name, owner),
            "call_info": call,
            "participant_info": options.params(),
        }
        answer = await self.ask("join_on_spot_conference", params)
        return text_of(answer, "call", "id")

    async def convert_to_conference(
        self, leg: LegId, name: str, *, caller: Options = DEFAULTS, callee: Options = DEFAULTS
    ) -> None:
        """convert_to_on_spot_conference: make a conference of the call of `leg`."""
        params = {
            "callee": callee.params(),
            "caller": caller.params(),
            "conference_info": {"name": conference_name(name)},
            "call_info": leg_params("call_info", leg),
        }
        await self.ask("convert_to_on_spot_conference", params)

    async def conferences(self) -> tuple[Conference, ...]:
        """get_on_spot_conference_list: the active conferences, without participants."""
        answer = await self.ask("get_on_spot_conference_list", {"conference_info": {}})
        infos = (shaped(row, SipConference) for row in rows_of(answer, "conference_list"))
        keys = (conference_key(info) for info in infos if info is not None)
        return tuple(Conference(name, owner) for name, owner in keys if name)

    async def participants(self, name: str, owner: str) -> tuple[ParticipantChanged, ...]:
        """get_on_spot_conference_participant_list: those who are in, and those who left."""
        conference = _conference(name, owner)
        answer = await self.ask(
            "get_on_spot_conference_participant_list", {"conference_info": conference}
        )
        at = self.connection.clock()
        infos = (shaped(row, SipParticipant) for row in rows_of(answer, "participant_list"))
        facts = (participant_fact(i, at, name.strip(), owner.strip()) for i in infos if i)
        return tuple(fact for fact in facts if isinstance(fact, ParticipantChanged))

    async def conference_list(self) -> tuple[Conference, ...]:
        """Both lists in one: the active conferences with the participants who have not left.

        A conference that ended between the two lists is left out.
        """
        listed = await self.conferences()
        filled = await asyncio.gather(*(self._filled(conference) for conference in listed))
        return tuple(conference for conference in filled if conference is not None)

    async def _filled(self, conference: Conference) -> Conference | None:
        try:
            everyone = await self.participants(conference.name, conference.owner)
        except Refused as error:
            if error.suffix.endswith("not_found"):
                return None
            raise
        present = tuple(who for who in everyone if not who.left)
        return Conference(conference.name, conference.owner, present)

    async def update_participant(
        self,
        name: str,
        owner: str,
        participant: int,
        *,
        mute: bool | None = None,
        hold: bool | None = None,
        music_on_hold_url: str = "",
    ) -> None:
        """update_on_spot_conference_participant: None leaves a flag as it is.

        A private hold needs both flags: "hold" alone lets the others still hear them.
        """
        change = Options(mute=mute, hold=hold, music_on_hold_url=music_on_hold_url)
        params = {
            "participant_info": _participant(participant) | change.params(),
            "conference_info": _conference(name, owner),
        }
        await self.ask("update_on_spot_conference_participant", params)

    async def remove_participant(
        self, name: str, owner: str, participant: int, *, announce: bool = False
    ) -> None:
        """delete_on_spot_conference_participant: disconnect one, announced to them or not."""
        info = _participant(participant) | {"play_announce": flag_param(announce)}
        params = {"conference_info": _conference(name, owner), "participant_info": info}
        await self.ask("delete_on_spot_conference_participant", params)


def _conference(name: str, owner: str) -> dict[str, Any]:
    written = {"name": conference_name(name)}
    if owner:
        written["owner_id"] = dialable("owner_id", owner)
    return written


def _participant(participant: int) -> dict[str, Any]:
    return {"participant_id": positive("participant_id", participant)}
