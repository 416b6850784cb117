"""The dial directory, which the document shows in the script of appendix A alone.

The script has no property tables: types and demands are deduced from what it sends. What
get_dir_info answers is not shown; it is read as the one list of entries in the answer, whatever
its name (`console.portasip.media.directory`).
"""

from collections.abc import Iterator
from typing import Annotated

from ...limits import MANDATORY, NUMBER, YES_NO
from ...structures import Blank, Structure
from ..limits import FILE_NAME, ID

Id = Annotated[int | None, MANDATORY, ID]


class DirEntryInfo(Structure, frozen=True):
    """Whom the directory of the auto attendant puts through; `prompt` is the spoken name."""

    i_entry: Annotated[int | None, ID] = None
    active: Annotated[str | None, YES_NO] = None
    abbreviated_number: str | Blank | None = None
    number_to_dial: Annotated[str | None, NUMBER] = None
    lastname: str | None = None
    description: str | Blank | None = None
    prompt: Annotated[str | None, FILE_NAME] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.lastname is not None and not self.lastname.strip():
            yield "lastname", "cannot be empty"


class GetDirInfoRequest(Structure, frozen=True):
    pass


class GetDirInfoResponse(Structure, frozen=True):
    dir_info: tuple[DirEntryInfo, ...] | None = None


class CreateDirEntryRequest(Structure, frozen=True):
    dir_entry_info: Annotated[DirEntryInfo | None, MANDATORY] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        entry = self.dir_entry_info or DirEntryInfo()
        if entry.i_entry is not None:
            yield "dir_entry_info.i_entry", "is given by the PBX"
        for name in ("number_to_dial", "lastname"):
            if not getattr(entry, name):
                yield f"dir_entry_info.{name}", "is required"


class CreateDirEntryResponse(Structure, frozen=True):
    i_entry: int | None = None


class UpdateDirEntryRequest(Structure, frozen=True):
    dir_entry_info: Annotated[DirEntryInfo | None, MANDATORY] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.dir_entry_info and self.dir_entry_info.i_entry is None:
            yield "dir_entry_info.i_entry", "is required"


class UpdateDirEntryResponse(Structure, frozen=True):
    i_entry: int | None = None


class GetDirEntryRequest(Structure, frozen=True):
    i_entry: Id = None


class GetDirEntryResponse(Structure, frozen=True):
    dir_entry_info: DirEntryInfo | None = None


class DelDirEntryRequest(Structure, frozen=True):
    i_entry: Id = None


class DelDirEntryResponse(Structure, frozen=True):
    i_entry: int | None = None
