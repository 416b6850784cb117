"""What one operator has of people: her marks, her notes, whom she reaches. Queries; in threads."""

import json
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from console.directory.models import Mark, Reached
from console.directory.search import Own, Reach
from console.links.models import Membership

FAVOURITE, SPEED_DIAL = "favourite", "speed_dial"


def own_of(membership: Membership) -> Own:
    """Two queries, each by an index; bounded by what she marked and by `reaching.KEPT_AT_MOST`."""
    place = {"user_id": membership.user_id, "pbx_id": membership.pbx_id}
    marks = list(Mark.objects.filter(**place).values_list("person", FAVOURITE, SPEED_DIAL, "note"))
    reached: dict[str, Reach] = {}
    rows = Reached.objects.filter(**place).order_by("last_at")
    for number, way, count, at in rows.values_list("number", "way", "count", "last_at"):
        before = reached.get(number)
        reached[number] = Reach(count + (before.count if before else 0), way, at.timestamp())
    return Own(
        favourites=frozenset(person for person, is_one, _, _ in marks if is_one),
        speed_dials=frozenset(person for person, _, is_one, _ in marks if is_one),
        notes={person: note for person, _, _, note in marks if note},
        reached=reached,
    )


def star(pbx: str, person: str, name: str, is_on: bool) -> dict[str, Any]:
    """What `directory/_star.html` prints; a press says what is to be, so that two are as one."""
    return {
        "address": reverse("directory:mark", args=[pbx]),
        "values": json.dumps({"person": person, "what": FAVOURITE, "on": "" if is_on else "1"}),
        "is_on": is_on,
        "label": gettext("Favourite: %(name)s") % {"name": name},
    }


def mark(membership: Membership, person: str, **values: bool | str) -> Mark:
    """Set what is given and leave the rest. A mark that says nothing any more is no row."""
    place: dict[str, Any] = {"user_id": membership.user_id, "pbx_id": membership.pbx_id}
    with transaction.atomic():
        made, _ = Mark.objects.update_or_create(**place, person=person, defaults=values)
        if not (made.favourite or made.speed_dial or made.note):
            Mark.objects.filter(pk=made.pk).delete()
    return made
