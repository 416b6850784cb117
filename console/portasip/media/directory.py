"""Typed calls of the service DialDirectory, known from the script of appendix A alone."""

from typing import Any

from ..structures import read
from .asking import Asking, carried_out, id_told, told
from .door import Sound
from .methods import method_of
from .structures.directory import (
    CreateDirEntryRequest,
    CreateDirEntryResponse,
    DelDirEntryRequest,
    DelDirEntryResponse,
    DirEntryInfo,
    GetDirEntryRequest,
    GetDirEntryResponse,
    GetDirInfoRequest,
    UpdateDirEntryRequest,
    UpdateDirEntryResponse,
)


class Directory(Asking):
    """The people the auto attendant puts through by name."""

    async def entries(self) -> tuple[DirEntryInfo, ...]:
        """get_dir_info: the one list of objects in the answer, whatever its name."""
        request = GetDirInfoRequest()
        answer = await carried_out(self._door, method_of(request), request)
        rows = told(_rows(answer.content), "a list of entries")
        return tuple(read(DirEntryInfo, row) for row in rows)

    async def entry(self, i_entry: int) -> DirEntryInfo:
        """get_dir_entry."""
        answer = await self._ask(GetDirEntryRequest(i_entry=i_entry), GetDirEntryResponse)
        return told(answer.dir_entry_info, "dir_entry_info")

    async def create(
        self, entry: DirEntryInfo, sound: Sound | None = None, *, dry_run: bool = False
    ) -> int:
        """create_dir_entry: `sound` is the spoken name. Returns its `i_entry`."""
        request = CreateDirEntryRequest(dir_entry_info=entry)
        answer = await self._ask(request, CreateDirEntryResponse, sound, dry_run=dry_run)
        return id_told(answer.i_entry, "i_entry", dry_run)

    async def update(
        self, entry: DirEntryInfo, sound: Sound | None = None, *, dry_run: bool = False
    ) -> None:
        """update_dir_entry: the entry with this `i_entry`; what is None stays as it is."""
        request = UpdateDirEntryRequest(dir_entry_info=entry)
        await self._ask(request, UpdateDirEntryResponse, sound, dry_run=dry_run)

    async def delete(self, i_entry: int, *, dry_run: bool = False) -> None:
        """del_dir_entry."""
        await self._ask(DelDirEntryRequest(i_entry=i_entry), DelDirEntryResponse, dry_run=dry_run)


def _rows(content: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the entries wherever they stand, [] for an empty list, None without any list."""
    found: list[dict[str, Any]] | None = None
    for value in content.values():
        rows: list[dict[str, Any]] | None = None
        if isinstance(value, list):
            rows = [row for row in value if isinstance(row, dict)]
        elif isinstance(value, dict):
            rows = [value] if "i_entry" in value else _rows(value)
        found = rows or (rows if found is None else found)
    return found
