"""Typed calls of the services Voicemail and SMPreferences: one account's mailbox."""

from ..errors import Refused
from .asking import Asking, told
from .door import Sound
from .structures.preferences import (
    DisplayPreferences,
    FolderPreferences,
    GetDisplayPreferencesRequest,
    GetDisplayPreferencesResponse,
    GetFolderPreferencesRequest,
    GetFolderPreferencesResponse,
    SetDisplayPreferencesRequest,
    SetDisplayPreferencesResponse,
    SetFolderPreferencesRequest,
    SetFolderPreferencesResponse,
)
from .structures.voicemail import (
    GetVMGreetingRequest,
    GetVMSettingsRequest,
    GetVMSettingsResponse,
    GreetingInfo,
    SetVMGreetingRequest,
    SetVMGreetingResponse,
    SetVMSettingsRequest,
    SetVMSettingsResponse,
    VMSettings,
)


class Voicemail(Asking):
    """Settings and greetings of the mailbox."""

    async def settings(self) -> VMSettings:
        """get_vm_settings: passwords included, so keep them to yourself."""
        answer = await self._ask(GetVMSettingsRequest(), GetVMSettingsResponse)
        return told(answer.vm_settings, "vm_settings")

    async def save_settings(self, settings: VMSettings, *, dry_run: bool = False) -> None:
        """set_vm_settings: what is None stays as it is."""
        request = SetVMSettingsRequest(vm_settings=settings)
        answer = await self._ask(request, SetVMSettingsResponse, dry_run=dry_run)
        if answer.vm_settings_saved == 0:
            raise Refused("not_saved", "The settings were not saved")

    async def greeting(self, kind: str) -> Sound:
        """get_vm_greeting: `kind` is standard, extended, personal or name."""
        return await self._sound(GetVMGreetingRequest(greeting_type=kind))

    async def save_greeting(self, kind: str, sound: Sound, *, dry_run: bool = False) -> int:
        """set_vm_greeting: every kind but standard. Returns the id in the queue of conversions."""
        request = SetVMGreetingRequest(greeting_info=GreetingInfo(greeting_type=kind))
        answer = await self._ask(request, SetVMGreetingResponse, sound, dry_run=dry_run)
        return answer.i_audio_file or 0


class Preferences(Asking):
    """How the mailbox looks in a browser."""

    async def folders(self) -> FolderPreferences:
        """get_folder_preferences."""
        answer = await self._ask(GetFolderPreferencesRequest(), GetFolderPreferencesResponse)
        return told(answer.folder_prefs, "folder_prefs")

    async def save_folders(self, folders: FolderPreferences, *, dry_run: bool = False) -> None:
        """set_folder_preferences: what is None stays as it is."""
        request = SetFolderPreferencesRequest(folder_prefs=folders)
        await self._ask(request, SetFolderPreferencesResponse, dry_run=dry_run)

    async def display(self) -> DisplayPreferences:
        """get_display_preferences."""
        answer = await self._ask(GetDisplayPreferencesRequest(), GetDisplayPreferencesResponse)
        return told(answer.display_prefs, "display_prefs")

    async def save_display(self, display: DisplayPreferences, *, dry_run: bool = False) -> None:
        """set_display_preferences: what is None stays as it is."""
        request = SetDisplayPreferencesRequest(display_prefs=display)
        await self._ask(request, SetDisplayPreferencesResponse, dry_run=dry_run)
