"""Section "Folder preferences and mailbox and message display options"."""

from ..properties import (
    Method,
    Structure,
    choice,
    integer,
    part,
    string,
    structure,
    switch,
)

FOLDERS = structure(
    "FolderPreferences",
    trash_folder=string(),
    draft_folder=string(),
    unseen_type=integer(1, 2),
    unseen_notify=integer(1, 3),
    sent_folder=string(),
    unseen_cumulative=switch(),
    search_memory=integer(0, 9),
)
DISPLAY = structure(
    "DisplayPreferences",
    wrap_at=integer(),
    truncate_sender=integer(),
    show_xmailer_default=switch(),
    editor_height=integer(),
    mdn_user_support=switch(),
    truncate_subject=integer(),
    body_quote=string(),
    include_self_reply_all=switch(),
    sig_first=switch(),
    pf_cleandisplay=switch(),
    editor_size=integer(),
    show_html_default=switch(),
    page_selector_max=integer(),
    internal_date_sort=switch(),
    page_selector=switch(),
    addrsrch_fullname=choice("Noprefix", "Nickname", "Fullaname"),  # the document's spelling
    show_num=integer(),
    show_images=switch(),
)


def _methods(kind: str, name: str, of: Structure) -> dict[str, Method]:
    """The getter and the setter of one structure."""
    request, prefs = f"{kind}Preferences", {name: part(of, required=True)}
    return {
        f"get_{kind.lower()}_preferences": Method(
            structure(f"Get{request}Request"),
            structure(f"Get{request}Response", **{name: part(of)}),
        ),
        f"set_{kind.lower()}_preferences": Method(
            structure(f"Set{request}Request", **prefs),
            structure(f"Set{request}Response", success=integer()),
        ),
    }


METHODS = {
    **_methods("Folder", "folder_prefs", FOLDERS),
    **_methods("Display", "display_prefs", DISPLAY),
}
