"""Every wait of the product, in seconds, in one place, so that tests can shorten them."""

from dataclasses import Field, dataclass, fields
from typing import Any, Self

from console import environment


@dataclass(frozen=True)
class Waits:
    ping_every: float = 5
    pong_within: float = 5  # then the socket is aborted, not politely closed
    list_every: float = 20  # proves session and subscription, which both die silently
    request_deadline: float = 10
    frame_limit: int = 16 * 1024 * 1024  # bytes; 1 MiB kills a list of 1,700 legs
    retry_min: float = 0.25
    retry_max: float = 4  # "back within 5 s" needs a cap below it
    refused_credentials: float = 60
    heartbeat_every: float = 5
    stale_after: float = 15
    coalesce: float = 0.05
    lease_ttl: float = 15
    lease_renew: float = 5
    lease_poll: float = 1
    command_expiry: float = 10
    history_every: float = 0.25  # what is seen within it is written as one batch
    messages_every: float = 5  # that another process took in; our own are sent at once
    steady_after: float = 60  # a connection this old resets the backoff

    @classmethod
    def from_env(cls) -> Self:
        """The defaults, each overridden by its variable: `ping_every` by `WAIT_PING_EVERY`."""
        waits = cls(**{field.name: positive(field) for field in fields(cls)})
        waits.check()
        return waits

    def check(self) -> None:
        """Refuses waits that contradict each other."""
        if self.retry_min > self.retry_max:
            environment.refuse("WAIT_RETRY_MIN", "must not exceed WAIT_RETRY_MAX.")
        for shorter, longer in (
            ("lease_renew", "lease_ttl"),
            ("heartbeat_every", "stale_after"),
            ("ping_every", "stale_after"),  # or a quiet office would look stale
        ):
            if getattr(self, shorter) >= getattr(self, longer):
                environment.refuse(
                    f"WAIT_{shorter.upper()}", f"must be less than WAIT_{longer.upper()}."
                )


def positive(field: Field[Any]) -> Any:
    name = f"WAIT_{field.name.upper()}"
    default: float = field.default  # type: ignore[assignment]  # every field has one
    value = environment.number(name, default)
    if value <= 0:
        environment.refuse(name, "must be more than 0.")
    return field.type(value) if callable(field.type) else value
