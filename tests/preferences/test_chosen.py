import pytest
from django.contrib.auth.models import AnonymousUser

from console import preferences
from console.links.models import Role
from console.preferences import keys
from console.preferences.chosen import Chosen
from console.preferences.models import Preferences
from tests.memberships import member


def test_who_has_chosen_nothing_has_the_defaults(db: None) -> None:
    assert preferences.of(member("ruth", Role.RECEPTIONIST, "123007")) == Chosen()
    assert preferences.of(AnonymousUser()) == Chosen()


def test_what_was_chosen_comes_back_and_the_rest_of_the_keys_with_it(db: None) -> None:
    ruth = member("ruth", Role.RECEPTIONIST, "123007")
    Preferences.objects.create(user=ruth, enter="consult", safe_seconds=20, keys={"hold": "G"})
    chosen = preferences.of(ruth)
    assert (chosen.enter, chosen.safe_seconds) == ("consult", 20)
    assert chosen.keys == dict(keys.DEFAULT) | {"hold": "G"}


async def test_it_can_be_asked_in_the_event_loop(transactional_db: None) -> None:
    assert await preferences.aof(AnonymousUser()) == Chosen()


def test_a_kept_map_that_no_longer_makes_sense_counts_for_nothing() -> None:
    assert keys.completed({"hold": "E"}) == dict(keys.DEFAULT)
    assert keys.completed({"flying": "E"}) == dict(keys.DEFAULT)


def test_the_usual_map_has_no_fault() -> None:
    assert keys.faults(keys.DEFAULT) == {}


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        ("E", "does two things"),
        ("X", "T with the modifier is X"),
        ("A", "Chrome and Edge keep"),
        ("I", "Chrome and Edge keep"),
        ("4", "Digits are the slots"),
        ("/", "one letter"),
        ("Ж", "one letter"),
        ("GG", "one letter"),
    ],
)
def test_a_letter_that_cannot_be_had_is_refused_with_the_reason(letter: str, reason: str) -> None:
    faults = keys.faults(dict(keys.DEFAULT) | {"hold": letter})
    assert reason in " ".join(faults.values())


def test_an_act_may_go_without_a_key_and_letters_may_change_places() -> None:
    assert keys.faults(dict(keys.DEFAULT) | {"end": "", "dial": ""}) == {}
    assert keys.faults(dict(keys.DEFAULT) | {"hold": "E", "end": "H"}) == {}
