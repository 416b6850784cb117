"""Typed calls of the service Conference: standing rooms with a PIN, not on-the-spot ones."""

from .asking import Asking, id_told, told
from .door import Sound
from .structures.conference import (
    ConfInfo,
    CreateConfRequest,
    CreateConfResponse,
    DelConfRequest,
    DelConfResponse,
    GetConfInfoRequest,
    GetConfInfoResponse,
    GetConfListRequest,
    GetConfListResponse,
    GetConfPromptRequest,
    SetConfPromptRequest,
    SetConfPromptResponse,
    UpdateConfRequest,
    UpdateConfResponse,
)


class Conferences(Asking):
    """The conferences of the account. What was read goes back through `editable`."""

    async def list(self) -> tuple[ConfInfo, ...]:
        """get_conf_list."""
        answer = await self._ask(GetConfListRequest(), GetConfListResponse)
        return told(answer.conf_list, "conf_list")

    async def get(self, i_conf: int) -> ConfInfo:
        """get_conf_info."""
        return await self._info(GetConfInfoRequest(i_conf=i_conf))

    async def named(self, name: str) -> ConfInfo:
        """get_conf_info, by name."""
        return await self._info(GetConfInfoRequest(name=name))

    async def _info(self, request: GetConfInfoRequest) -> ConfInfo:
        return told((await self._ask(request, GetConfInfoResponse)).conf_info, "conf_info")

    async def create(self, conference: ConfInfo, *, dry_run: bool = False) -> int:
        """create_conf: returns its `i_conf`."""
        request = CreateConfRequest(conf_info=conference)
        answer = await self._ask(request, CreateConfResponse, dry_run=dry_run)
        return id_told(answer.i_conf, "i_conf", dry_run)

    async def update(self, conference: ConfInfo, *, dry_run: bool = False) -> None:
        """update_conf: the conference with this `i_conf`; what is None stays as it is."""
        request = UpdateConfRequest(conf_info=conference)
        await self._ask(request, UpdateConfResponse, dry_run=dry_run)

    async def delete(self, i_conf: int, *, dry_run: bool = False) -> None:
        """del_conf."""
        await self._ask(DelConfRequest(i_conf=i_conf), DelConfResponse, dry_run=dry_run)

    async def prompt(self, i_conf: int, kind: str) -> Sound:
        """get_conf_prompt: `kind` is intro or moh."""
        return await self._sound(GetConfPromptRequest(i_conf=i_conf, prompt_type=kind))

    async def save_prompt(
        self, i_conf: int, kind: str, sound: Sound, *, dry_run: bool = False
    ) -> int:
        """set_conf_prompt: returns the id in the queue of conversions."""
        request = SetConfPromptRequest(i_conf=i_conf, prompt_type=kind)
        answer = await self._ask(request, SetConfPromptResponse, sound, dry_run=dry_run)
        return answer.i_audio_file or 0
