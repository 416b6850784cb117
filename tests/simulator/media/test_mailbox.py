"""Voicemail settings, greetings and the preferences of the web mail."""

import pytest

from console.simulator import Simulator

from .client import RestClient
from .sounds import EVERY_BYTE, au


async def test_a_fresh_mailbox_has_sensible_settings(media: RestClient) -> None:
    reply = await media.ask("Voicemail", "get_vm_settings")
    settings = reply.values["vm_settings"]
    assert settings["greetings"] == "standard"
    assert settings["ext_email_vm_fmt"] == "mp3"
    assert settings["ext_email"] is None
    assert len(settings) == 12


async def test_what_was_set_is_what_is_got(media: RestClient, pbx: Simulator) -> None:
    changes = {
        "password": "7771",
        "ext_email": "ruth@example.com",
        "ext_email_action": "fwd_as_attachment",
        "enable_disa": "Yes",
        "announce_dt": "no",
    }
    before = (await media.ask("Voicemail", "get_vm_settings")).values["vm_settings"]
    reply = await media.ask("Voicemail", "set_vm_settings", vm_settings=changes)
    assert reply.values == {"vm_settings_saved": 1}
    after = (await media.ask("Voicemail", "get_vm_settings")).values["vm_settings"]
    assert after == before | changes
    assert pbx.violations == []


async def test_null_brings_a_setting_back_to_its_default(media: RestClient) -> None:
    changes = {"ext_email": "ruth@example.com", "greetings": "name"}
    await media.ask("Voicemail", "set_vm_settings", vm_settings=changes)
    cleared = dict.fromkeys(changes)
    assert (await media.ask("Voicemail", "set_vm_settings", vm_settings=cleared)).status == 200
    after = (await media.ask("Voicemail", "get_vm_settings")).values["vm_settings"]
    assert (after["ext_email"], after["greetings"]) == (None, "standard")


async def test_a_greeting_comes_back_byte_for_byte(media: RestClient, pbx: Simulator) -> None:
    info = {"greeting_type": "personal", "filename": 'out "now".au'}
    reply = await media.ask(
        "Voicemail", "set_vm_greeting", (info["filename"], EVERY_BYTE), greeting_info=info
    )
    assert reply.values == {"success": 1, "i_audio_file": 1}
    reply = await media.ask("Voicemail", "get_vm_greeting", greeting_type="personal")
    assert reply.sound == EVERY_BYTE
    assert reply.values == {"filename": 'out "now".au'}
    assert reply.filename == 'out "now".au'
    assert pbx.violations == []


async def test_every_recorded_file_has_a_number_of_its_own(media: RestClient) -> None:
    numbers = []
    for kind in ("name", "extended"):
        info = {"greeting_type": kind, "filename": "a.au"}
        reply = await media.ask("Voicemail", "set_vm_greeting", ("a.au", au()), greeting_info=info)
        numbers.append(reply.values["i_audio_file"])
    assert numbers == [1, 2]


async def test_a_greeting_never_recorded_is_a_fault_but_no_violation(
    media: RestClient, pbx: Simulator
) -> None:
    reply = await media.ask("Voicemail", "get_vm_greeting", greeting_type="standard")
    assert reply.status == 500
    assert reply.fault == "Server.Voicemail.get_vm_greeting.prompt_not_recorded"
    assert pbx.violations == []


@pytest.mark.parametrize(
    ("kind", "name", "changes"),
    [
        ("folder", "folder_prefs", {"trash_folder": "none", "unseen_notify": 3}),
        ("display", "display_prefs", {"addrsrch_fullname": "Fullaname", "wrap_at": 0}),
    ],
)
async def test_preferences_are_kept(media: RestClient, kind: str, name: str, changes: dict) -> None:
    getter = f"get_{kind}_preferences"
    before = (await media.ask("SMPreferences", getter)).values[name]
    reply = await media.ask("SMPreferences", f"set_{kind}_preferences", **{name: changes})
    assert reply.values == {"success": 1}
    after = (await media.ask("SMPreferences", getter)).values[name]
    assert after == before | changes
    assert None not in after.values()


async def test_one_account_sees_nothing_of_another(media: RestClient, pbx: Simulator) -> None:
    await media.ask("Voicemail", "set_vm_settings", vm_settings={"fax_file": "tiff"})
    other = type(media)(pbx, "123008")
    await other.log_in()
    reply = await other.ask("Voicemail", "get_vm_settings")
    assert reply.values["vm_settings"]["fax_file"] == "pdf"
    await other.close()


async def test_clearing_the_simulator_brings_mailboxes_back_to_fresh(
    media: RestClient, pbx: Simulator
) -> None:
    await media.ask("Voicemail", "set_vm_settings", vm_settings={"fax_file": "tiff"})
    pbx.clear()
    reply = await media.ask("Voicemail", "get_vm_settings")
    assert reply.values["vm_settings"]["fax_file"] == "pdf"
