"""The service DialDirectory. A recorded name is shown by its file's name; none can be fetched."""

from ..accounts import Record
from ..properties import Values
from ..refusals import NUMBER_IN_USE, Refusal
from .asked import Asked, Handler, found

PROMPT = "name"


def get_info(asked: Asked) -> Values:
    return {"dir_info": [each.values for each in asked.account.entries.values()]}


def create(asked: Asked) -> Values:
    info = asked.params["dir_entry_info"]
    _claim_number(asked, info, None)
    return _written(asked, asked.account.new_entry(), info)


def update(asked: Asked) -> Values:
    info = asked.params["dir_entry_info"]
    entry = _entry(asked, info["i_entry"])
    _claim_number(asked, info, entry)
    return _written(asked, entry, info)


def get_entry(asked: Asked) -> Values:
    return {"dir_entry_info": _entry(asked, asked.params["i_entry"]).values}


def delete(asked: Asked) -> Values:
    i_entry = asked.params["i_entry"]
    _entry(asked, i_entry)
    del asked.account.entries[i_entry]
    return {"i_entry": i_entry}


def _written(asked: Asked, entry: Record, info: Values) -> Values:
    entry.change(info)
    asked.recorded(entry, PROMPT)
    return {"i_entry": entry.values["i_entry"]}


def _entry(asked: Asked, i_entry: int) -> Record:
    return found(asked.account.entries, i_entry, "entry")


def _claim_number(asked: Asked, info: Values, entry: Record | None) -> None:
    """An abbreviated number dials one entry."""
    number = info.get("abbreviated_number")
    others = (each for each in asked.account.entries.values() if each is not entry)
    if number and any(each.values["abbreviated_number"] == number for each in others):
        raise Refusal(NUMBER_IN_USE, f"{number} is another entry's number")


HANDLERS: dict[str, Handler] = {
    "get_dir_info": get_info,
    "create_dir_entry": create,
    "update_dir_entry": update,
    "get_dir_entry": get_entry,
    "del_dir_entry": delete,
}
