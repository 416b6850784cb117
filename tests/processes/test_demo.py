"""`manage.py demo`: one command, three sign-ins, and nothing left behind."""

import re
import signal
import subprocess
from pathlib import Path

from tests.consoles import MANAGE, REPOSITORY, SOON, environment, eventually
from tests.servers import free_port, listens, until

STARTS_WITHIN = 60.0
STOPS_WITHIN = 30.0


def test_demo_names_its_address_and_sign_ins_and_stops_all_it_started(tmp_path: Path) -> None:
    port = free_port()
    said = tmp_path / "said"
    options = ["--port", str(port), "--scenario", "quiet", "--data", str(tmp_path / "demo.sqlite3")]
    with said.open("w") as file:
        demo = subprocess.Popen(
            [*MANAGE, "demo", *options], cwd=REPOSITORY, env=environment(), stdout=file
        )
    try:
        assert until(lambda: "Stop" in said.read_text(), STARTS_WITHIN)
        text = said.read_text()
        assert re.findall(r"http://\S+", text)[0] == f"http://127.0.0.1:{port}/"
        assert len(re.findall(r"sign in as \w+ with \S+", text)) == 3
        assert until(lambda: listens(port), STARTS_WITHIN)
        pbx = int(re.findall(r"ws://127\.0\.0\.1:(\d+)/", text)[0])
        assert listens(pbx)
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(STOPS_WITHIN) == 0
        eventually(lambda: not listens(port) and not listens(pbx), SOON)
    finally:
        if demo.poll() is None:
            demo.kill()
            demo.wait()
