"""Section "Folder preferences and mailbox and message display options"."""

from typing import Annotated

from ...limits import MANDATORY, Between, one_of
from ...structures import Structure
from ..limits import COUNT, SWITCH

Count = Annotated[int | None, COUNT]
Switch = Annotated[int | None, SWITCH]


class FolderPreferences(Structure, frozen=True):
    """A folder "none" means: delete at once, keep no drafts, keep no copy.

    `unseen_type`: 1 only unseen, 2 unseen and total. `unseen_notify`: 1 nothing, 2 the INBOX,
    3 all folders. `search_memory`: how many searches are kept.
    """

    trash_folder: str | None = None
    draft_folder: str | None = None
    unseen_type: Annotated[int | None, Between(1, 2)] = None
    unseen_notify: Annotated[int | None, Between(1, 3)] = None
    sent_folder: str | None = None
    unseen_cumulative: Switch = None
    search_memory: Annotated[int | None, Between(0, 9)] = None


class DisplayPreferences(Structure, frozen=True):
    """`truncate_*`: characters, 0 for all. `show_html_default`: 0 text, 1 HTML."""

    wrap_at: Count = None
    truncate_sender: Count = None
    show_xmailer_default: Switch = None
    editor_height: Count = None
    mdn_user_support: Switch = None
    truncate_subject: Count = None
    body_quote: str | None = None
    include_self_reply_all: Switch = None
    sig_first: Switch = None
    pf_cleandisplay: Switch = None
    editor_size: Count = None
    show_html_default: Switch = None
    page_selector_max: Count = None
    internal_date_sort: Switch = None
    page_selector: Switch = None
    # "Fullaname" is the document's spelling.
    addrsrch_fullname: Annotated[str | None, one_of("Noprefix", "Nickname", "Fullaname")] = None
    show_num: Count = None
    show_images: Switch = None


class GetFolderPreferencesRequest(Structure, frozen=True):
    pass


class GetFolderPreferencesResponse(Structure, frozen=True):
    folder_prefs: FolderPreferences | None = None


class SetFolderPreferencesRequest(Structure, frozen=True):
    folder_prefs: Annotated[FolderPreferences | None, MANDATORY] = None


class SetFolderPreferencesResponse(Structure, frozen=True):
    success: int | None = None


class GetDisplayPreferencesRequest(Structure, frozen=True):
    pass


class GetDisplayPreferencesResponse(Structure, frozen=True):
    display_prefs: DisplayPreferences | None = None


class SetDisplayPreferencesRequest(Structure, frozen=True):
    display_prefs: Annotated[DisplayPreferences | None, MANDATORY] = None


class SetDisplayPreferencesResponse(Structure, frozen=True):
    success: int | None = None
