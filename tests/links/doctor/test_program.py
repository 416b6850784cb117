"""`manage.py doctor` as a program of its own, beside a database and a PBX."""

import json
import signal
import subprocess
from functools import partial
from pathlib import Path

from tests.consoles import MANAGE, REPOSITORY, SECRETS, Pbx, environment, manage
from tests.links.doctor.conftest import PASSWORD
from tests.servers import free_port, until


def prepared(tmp_path: Path, url: str) -> dict[str, str]:
    """The environment of a database of its own, with this PBX in it."""
    variables = environment(DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3", **SECRETS)
    assert manage(variables, "migrate", "--verbosity", "0").returncode == 0
    link = ["--url", url, "--login", "demo", "--scope", "i_customer=30", "--password-env", "SECRET"]
    assert manage(variables | {"SECRET": PASSWORD}, "addpbx", "office", *link).returncode == 0
    return variables


def test_it_takes_a_self_signed_pbx_into_use(tmp_path: Path) -> None:
    """From the first refusal, by the commands it names, to a PBX that is well."""
    port, file = free_port(), tmp_path / "pbx.pem"
    variables = prepared(tmp_path, f"wss://127.0.0.1:{port}/ws")
    simulator = [*MANAGE, "simulator", "--port", str(port), "--tls"]
    with subprocess.Popen(
        simulator, cwd=REPOSITORY, env=variables, stdout=subprocess.PIPE, text=True
    ) as pbx:
        try:
            assert pbx.stdout is not None
            while not pbx.stdout.readline().startswith("PBX: "):
                assert pbx.poll() is None
            refused = manage(
                variables, "doctor", "office", "--json", "--save-certificate", str(file)
            )
            report = json.loads(refused.stdout)
            assert (refused.returncode, report["ok"]) == (1, False)
            assert report["findings"][-1]["details"]["cause"] == "self-signed"
            assert f"Written to {file}." in refused.stderr
            accepted = manage(variables, "addpbx", "office", "--ca-file", str(file))
            assert accepted.returncode == 0, accepted.stderr
            well = manage(variables, "doctor")
            assert (well.returncode, well.stdout.splitlines()[-1]) == (0, "All is well.")
            assert PASSWORD not in well.stdout + well.stderr + refused.stdout + refused.stderr
        finally:
            pbx.terminate()


def test_it_logs_out_on_ctrl_c(tmp_path: Path, simulator: Pbx) -> None:
    variables = prepared(tmp_path, simulator.simulator.url)
    simulator.do("leave_unanswered", "get_sip_calls_list")
    with subprocess.Popen(
        [*MANAGE, "doctor", "office", "--json"],
        cwd=REPOSITORY, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # Whoever runs the tests in the background has them and their children ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as program:  # fmt: skip
        try:
            assert until(lambda: simulator.heard("get_sip_calls_list") == 1)
            program.send_signal(signal.SIGINT)
            out, err = program.communicate(timeout=20)
        finally:
            program.kill()
    report = json.loads(out)
    assert (program.returncode, report["ok"]) == (1, False)
    assert report["findings"][-1]["step"] == "logout"
    assert "Interrupted." in err
    assert simulator.heard("logout") == 1
