"""What the media server keeps for each account: mailbox, menus, rooms and directory."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

from .properties import Structure, Values
from .sounds import Sound
from .tables import attendant, conference, directory, preferences, voicemail

ROOT = "ROOT"

# A fresh mailbox. The document names the default of ext_email_vm_fmt; the layout of the web mail
# is that of SquirrelMail, whose options these are.
VM_SETTINGS: Values = {
    "password_ask": "no",
    "prompt_levels": "standard",
    "announce_dt": "yes",
    "auto_play": "no",
    "greetings": "standard",
    "fax_file": "pdf",
    "ext_email_action": "none",
    "ext_email_vm_fmt": "mp3",
    "enable_disa": "No",
}
FOLDER_PREFS: Values = {
    "trash_folder": "INBOX.Trash",
    "draft_folder": "INBOX.Drafts",
    "sent_folder": "INBOX.Sent",
    "unseen_type": 1,
    "unseen_notify": 2,
    "unseen_cumulative": 0,
    "search_memory": 0,
}
DISPLAY_PREFS: Values = {
    "wrap_at": 86,
    "truncate_sender": 50,
    "editor_height": 20,
    "truncate_subject": 50,
    "body_quote": ">",
    "editor_size": 76,
    "page_selector_max": 10,
    "page_selector": 1,
    "addrsrch_fullname": "Noprefix",
    "show_num": 15,
    **dict.fromkeys(
        ("show_xmailer_default", "mdn_user_support", "include_self_reply_all", "sig_first",
         "pf_cleandisplay", "show_html_default", "internal_date_sort", "show_images"),
        0,
    ),
}  # fmt: skip
MENU: Values = {
    **{f"msg_{each}_type": "standard" for each in attendant.PROMPTS},
    "replay_menu_times": 3,
    "first_digit_timeout": 10,
    "next_digit_timeout": 5,  # documented
    "direct_dial_enabled": "N",  # documented
}
TRANSITION: Values = {"announce_ext_numbers": "N", "play_prompt": "N"}
CONF: Values = {"wait_host": "N", "play_announce": "Y", "play_moh": "N"}
ENTRY: Values = {"active": "Y"}


class Record:
    """Documented properties, each with its default, and recorded sounds by their kind."""

    def __init__(self, of: Structure, defaults: Values, **values: object) -> None:
        self._defaults = {**dict.fromkeys(of.properties), **defaults}
        self.values: Values = {**self._defaults, **values}
        self.sounds: dict[str, Sound] = {}

    def change(self, given: Values) -> None:
        """Take over what is given; null and "" bring a property back to its default."""
        for name, value in given.items():
            self.values[name] = self._defaults[name] if value in (None, "") else value


class Menu(Record):
    """A menu of the auto attendant and where it leads."""

    def __init__(self, i_menu: int) -> None:
        super().__init__(attendant.MENU, MENU, i_menu=i_menu)
        self.transitions: dict[int, Record] = {}


@dataclass
class Ids:
    """Counters shared by all accounts, as those of one database are."""

    menus: Iterator[int] = field(default_factory=lambda: count(1))
    transitions: Iterator[int] = field(default_factory=lambda: count(1))
    conferences: Iterator[int] = field(default_factory=lambda: count(1))
    entries: Iterator[int] = field(default_factory=lambda: count(1))
    audio_files: Iterator[int] = field(default_factory=lambda: count(1))


class Account:
    """One account's media. Nothing of another account is ever seen through it."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self.mailbox = Record(voicemail.SETTINGS, VM_SETTINGS)
        self.folders = Record(preferences.FOLDERS, FOLDER_PREFS)
        self.display = Record(preferences.DISPLAY, DISPLAY_PREFS)
        self.menus: dict[int, Menu] = {}
        self.conferences: dict[int, Record] = {}
        self.entries: dict[int, Record] = {}
        self.new_menu().values["name"] = ROOT

    def new_menu(self) -> Menu:
        menu = Menu(next(self.ids.menus))
        self.menus[menu.values["i_menu"]] = menu
        return menu

    def new_transition(self, menu: Menu) -> Record:
        i_menu_transition = next(self.ids.transitions)
        transition = Record(attendant.TRANSITION, TRANSITION, i_menu_transition=i_menu_transition)
        menu.transitions[i_menu_transition] = transition
        return transition

    def new_conference(self) -> Record:
        i_conf = next(self.ids.conferences)
        self.conferences[i_conf] = Record(conference.CONF, CONF, i_conf=i_conf)
        return self.conferences[i_conf]

    def new_entry(self) -> Record:
        i_entry = next(self.ids.entries)
        self.entries[i_entry] = Record(directory.ENTRY, ENTRY, i_entry=i_entry)
        return self.entries[i_entry]

    def aside(self) -> "Account":
        """A copy to act on when the real one must not change. It draws from the same ids."""
        return deepcopy(self, {id(self.ids): self.ids})


class Accounts:
    """Every account's media, made when first asked for."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Bring every mailbox back to fresh; ids begin anew."""
        self._ids = Ids()
        self._accounts: dict[str, Account] = {}

    def of(self, account_id: str) -> Account:
        if account_id not in self._accounts:
            self._accounts[account_id] = Account(self._ids)
        return self._accounts[account_id]
