"""How long things take in the simulated office, in seconds. Tests set what they need near 0."""

from dataclasses import dataclass


@dataclass
class Timings:
    trying: float = 0.2  # from the INVITE to the first ring
    refuse: float = 0.5  # a busy phone says so
    answer: float = 4.0  # a phone that answers by itself
    pickup: float = 2.0  # somebody lifts the handset for a call made from an application
    auto_pickup: float = 0.3  # the phone obeys the auto-answer headers
    ring: float = 25.0  # nobody answers
    queue_offer: float = 0.5  # from a free operator to the ringing phone
    queue_ring: float = 20.0  # an operator does not answer
    wrap_up: float = 6.0  # an operator gets no caller of a queue right after a call
    no_answer_rest: float = 20.0  # nor right after not answering one
    prompt: float = 3.0  # a prompt is played once

    @classmethod
    def immediate(cls) -> "Timings":
        """Everything at once, except that an unanswered phone keeps ringing for an hour."""
        return cls(0.0, 0.0, 0.0, 0.0, 0.0, 3600.0, 0.0, 3600.0, 0.0, 1.0, 0.0)
