"""All pictures of this process, by the PBX's name. Pages and sockets read here."""

from console.board.state import Board
from console.links.picture import Picture

_pictures: dict[str, Picture] = {}
_forgotten: set[str] = set()


def picture_of(pbx: str) -> Picture:
    """The picture of the PBX named `pbx`; empty and not live until its link or feed speaks."""
    _forgotten.discard(pbx)
    if pbx not in _pictures:
        _pictures[pbx] = Picture(pbx)
    return _pictures[pbx]


def all_pictures() -> list[Picture]:
    """Without those of PBXs that were removed: nobody is to miss their links."""
    return [picture for picture in _pictures.values() if picture.pbx not in _forgotten]


def forget(pbx: str) -> None:
    """Empty the picture of a PBX that was removed. It stays one and the same: hubs listen to it."""
    if pbx in _pictures:
        _forgotten.add(pbx)
        _pictures[pbx].replace(Board())
