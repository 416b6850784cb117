"""Typed calls of the Conferencing API: on-the-spot conferences."""

import asyncio

from msgspec import Struct

from .asking import Asking, flag_param
from .errors import Refused
from .messages import Conference, LegId, ParticipantChanged
from .requests import (
    ConvertedCall,
    ConvertToOnSpotConference,
    GetOnSpotConferenceList,
    GetOnSpotConferenceParticipantList,
    Invitation,
    JoinOnSpotConference,
    KnownParticipant,
    NamedConference,
    OnSpotConferenceParticipant,
    SipOnSpotConferenceInfo,
    SipOnSpotConferenceParticipantInfo,
)
from .responses import text_of
from .wire import conferences_of, participants_of


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

    @property
    def info(self) -> SipOnSpotConferenceParticipantInfo:
        """The structure that says so."""
        return SipOnSpotConferenceParticipantInfo(
            moderator=flag_param(self.moderator),
            mute=flag_param(self.mute),
            hold=flag_param(self.hold),
            quiet_mode=flag_param(self.quiet_mode),
            wait_for_moderator=flag_param(self.wait_for_moderator),
            lang=self.lang or None,
            max_participants=self.max_participants,
            music_on_hold_url=self.music_on_hold_url or None,
            announced_conference_name_url=self.announced_conference_name_url or None,
        )


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
        call = Invitation(
            caller_id=(caller_id or name).strip(),
            callee_id=callee.strip(),
            sip_auth_username=(sip_auth_username or owner).strip() or None,
        )
        request = JoinOnSpotConference(
            conference_info=_conference(name, owner),
            call_info=call,
            participant_info=options.info,
        )
        answer = await self.ask("join_on_spot_conference", request)
        return text_of(answer, "call", "id")

    async def convert_to_conference(
        self, leg: LegId, name: str, *, caller: Options = DEFAULTS, callee: Options = DEFAULTS
    ) -> None:
        """convert_to_on_spot_conference: make a conference of the call of `leg`."""
        request = ConvertToOnSpotConference(
            callee=callee.info,
            caller=caller.info,
            conference_info=_conference(name),
            call_info=ConvertedCall(id=leg.id, tag=leg.tag),
        )
        await self.ask("convert_to_on_spot_conference", request)

    async def conferences(self) -> tuple[Conference, ...]:
        """get_on_spot_conference_list: the active conferences, without participants."""
        everyone = GetOnSpotConferenceList(conference_info=SipOnSpotConferenceInfo())
        answer = await self.ask("get_on_spot_conference_list", everyone)
        return tuple(Conference(name, owner) for name, owner in conferences_of(answer))

    async def participants(self, name: str, owner: str) -> tuple[ParticipantChanged, ...]:
        """get_on_spot_conference_participant_list: those who are in, and those who left."""
        request = GetOnSpotConferenceParticipantList(conference_info=_conference(name, owner))
        answer = await self.ask("get_on_spot_conference_participant_list", request)
        at = self.connection.clock()
        return participants_of(answer, at, name.strip(), owner.strip())

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
        info = KnownParticipant(
            participant_id=participant,
            mute=flag_param(mute),
            hold=flag_param(hold),
            music_on_hold_url=music_on_hold_url or None,
        )
        request = OnSpotConferenceParticipant(
            conference_info=_conference(name, owner), participant_info=info
        )
        await self.ask("update_on_spot_conference_participant", request)

    async def remove_participant(
        self, name: str, owner: str, participant: int, *, announce: bool = False
    ) -> None:
        """delete_on_spot_conference_participant: disconnect one, announced to them or not."""
        info = KnownParticipant(participant_id=participant, play_announce=flag_param(announce))
        request = OnSpotConferenceParticipant(
            conference_info=_conference(name, owner), participant_info=info
        )
        await self.ask("delete_on_spot_conference_participant", request)


def _conference(name: str, owner: str = "") -> NamedConference:
    """Return a conference's name, trimmed (row 16), and its owner if one is told."""
    return NamedConference(name=name.strip(), owner_id=owner.strip() or None)
