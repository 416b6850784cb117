"""The dial directory, which the document shows in the script of appendix A alone.

The script has no property tables: types and demands are deduced from what it sends. What
get_dir_info answers is not shown; it is read as the one list of entries in the answer, whatever
its name (`console.portasip.media.directory`).
"""

from typing import Annotated

from ...errors import InvalidParameter
from ...limits import MANDATORY, NUMBER, YES_NO
from ...structures import Blank, Structure
from ..limits import FILE_NAME, ID

Id = Annotated[int | None, MANDATORY, ID]


class DirEntryInfo(Structure):
    """Whom the directory of the auto attendant puts through; `prompt` is the spoken name."""

    i_entry: Annotated[int | None, ID] = None
    active: Annotated[str | None, YES_NO] = None
    abbreviated_number: str | Blank | None = None
    number_to_dial: Annotated[str | None, NUMBER] = None
    lastname: str | None = None
    description: str | Blank | None = None
    prompt: Annotated[str | None, FILE_NAME] = None

    def check(self) -> None:
        if self.lastname is not None and not self.lastname.strip():
            raise InvalidParameter("lastname", "cannot be empty")


class GetDirInfoRequest(Structure):
    pass


class GetDirInfoResponse(Structure):
    dir_info: tuple[DirEntryInfo, ...] | None = None


class CreateDirEntryRequest(Structure):
    dir_entry_info: Annotated[DirEntryInfo | None, MANDATORY] = None

    def check(self) -> None:
        entry = self.dir_entry_info or DirEntryInfo()
        if entry.i_entry is not None:
            raise InvalidParameter("dir_entry_info.i_entry", "is given by the PBX")
        for name in ("number_to_dial", "lastname"):
            if not getattr(entry, name):
                raise InvalidParameter(f"dir_entry_info.{name}", "is required")


class CreateDirEntryResponse(Structure):
    i_entry: int | None = None


class UpdateDirEntryRequest(Structure):
    dir_entry_info: Annotated[DirEntryInfo | None, MANDATORY] = None

    def check(self) -> None:
        if self.dir_entry_info and self.dir_entry_info.i_entry is None:
            raise InvalidParameter("dir_entry_info.i_entry", "is required")


class UpdateDirEntryResponse(Structure):
    i_entry: int | None = None


class GetDirEntryRequest(Structure):
    i_entry: Id = None


class GetDirEntryResponse(Structure):
    dir_entry_info: DirEntryInfo | None = None


class DelDirEntryRequest(Structure):
    i_entry: Id = None


class DelDirEntryResponse(Structure):
    i_entry: int | None = None
