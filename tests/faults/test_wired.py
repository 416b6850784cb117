"""A few random offices over real sockets, where time and the network play along."""

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.test_machine import QUICK
from tests.faults.wired import Wired


def test_over_real_sockets_the_pictures_agree_too() -> None:
    run_state_machine_as_test(
        Wired,
        settings=settings(QUICK, max_examples=8, stateful_step_count=20, phases=[Phase.generate]),
    )
