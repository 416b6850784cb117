"""The simulated PBX and the console as two processes, so that one can be killed alone."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.consoles import MANAGE, REPOSITORY, set_up
from tests.servers import free_port, running, until

from .demo import Demo, lines_until, on

PASSWORD = "harbour-light-77"


class Apart(Demo):
    """A console whose `serve` can be ended and started again on the same port and database."""

    serving: subprocess.Popen[bytes] | None = None

    def serve(self) -> None:
        port = self.url.rsplit(":", 1)[1]
        self.serving = subprocess.Popen(
            [*MANAGE, "serve", "--port", port], env=on(self.database), cwd=REPOSITORY
        )
        assert until(self.is_up), "the console does not answer"

    def kill(self) -> None:
        """Without a word to anybody, as a crash does."""
        if self.serving is not None:
            self.serving.kill()
            self.serving.wait()
        self.serving = None


@contextmanager
def apart() -> Iterator[Apart]:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "console.sqlite3")
        simulator = [*MANAGE, "simulator", "--scenario", "quiet"]
        with running(simulator, stdout=subprocess.PIPE, cwd=REPOSITORY) as child:
            told = dict(line.strip().split(": ", 1) for line in lines_until("PBX", child))
            set_up(on(database), told["PBX"], "demo", PASSWORD)
            url = f"http://127.0.0.1:{free_port()}"
            place = Apart(url, {"ruth": PASSWORD}, told["Control"], database)
            place.serve()
            try:
                yield place
            finally:
                place.kill()
