"""A port that cannot be one is refused by every command that listens, before it listens."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("command", [("serve",), ("replay", "any.jsonl")])
@pytest.mark.parametrize("port", ["65536", "-1", "http", "²"])
def test_what_is_no_port_is_named(command: tuple[str, ...], port: str) -> None:
    with pytest.raises(CommandError, match="is not a port from 0 to 65535"):
        call_command(*command, f"--port={port}")


@pytest.mark.parametrize("option", ["--port", "--control-port", "--media-port"])
def test_the_simulator_says_that_it_cannot_listen(option: str) -> None:
    others = {"--port", "--control-port", "--media-port"} - {option}
    with pytest.raises(CommandError, match="The simulator cannot listen: "):
        call_command("simulator", f"{option}=65536", *(f"{other}=0" for other in others))
