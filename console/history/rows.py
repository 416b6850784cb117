"""The legs that one batch speaks of: as they are stored, and as they are to be."""

from collections.abc import Iterable

from console.history.models import Leg, Moment
from console.history.stored import name
from console.portasip.messages import LegId

KEY = ("pbx", "dialog", "tag")
FIELDS = [field.name for field in Leg._meta.concrete_fields if field.name not in {"id", *KEY}]


def place(leg: LegId) -> tuple[str, str]:
    return name(leg.id), name(leg.tag)


class Rows:
    def __init__(self, pbx_id: int, legs: Iterable[LegId]) -> None:
        self.pbx_id = pbx_id
        dialogs = {name(leg.id) for leg in legs}
        stored = Leg.objects.filter(pbx_id=pbx_id, dialog__in=dialogs)
        self._rows = {(row.dialog, row.tag): row for row in stored}
        self._changed: dict[tuple[str, str], Leg] = {}

    def change(self, leg: LegId) -> Leg:
        """Its row, stored or new, which `save` will write."""
        key = dialog, tag = place(leg)
        if key not in self._rows:
            self._rows[key] = Leg(pbx_id=self.pbx_id, dialog=dialog, tag=tag, epoch=0, number=0)
        self._changed[key] = self._rows[key]
        return self._rows[key]

    def is_over(self, leg: LegId) -> bool:
        row = self._rows.get(place(leg))
        return row is not None and not row.is_live

    def save(self, moments: list[Moment]) -> None:
        save_legs(self._changed.values())
        Moment.objects.bulk_create(moments, ignore_conflicts=True)


def save_legs(legs: Iterable[Leg]) -> None:
    """One upsert for new and stored ones; a new one has its primary key afterwards."""
    rows = list(legs)
    for row in rows:
        row.pk = None  # a row is found by its leg's name, whoever stored it
    Leg.objects.bulk_create(rows, update_conflicts=True, unique_fields=KEY, update_fields=FIELDS)
