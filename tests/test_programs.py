import shutil

import pytest

from tests import programs


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(
        programs, "PROGRAMS", (programs.Program(("no-such-redis",), "redis-server"),)
    )


def test_a_missing_program_is_named_with_its_package():
    with pytest.raises(programs.ProgramMissingError, match="apt-get install redis-server"):
        programs.Program(("no-such-redis",), "redis-server").require()


def test_a_program_beside_the_path_is_found(tmp_path):
    (tmp_path / "15" / "bin").mkdir(parents=True)
    (tmp_path / "15" / "bin" / "no-such-initdb").touch()
    pattern = str(tmp_path / "*" / "bin").lstrip("/")
    found = programs.Program(("no-such-initdb",), "postgresql", folders=pattern).find()
    assert found == str(tmp_path / "15" / "bin" / "no-such-initdb")


def test_where_nothing_can_be_installed_it_says_what_is_missing(
    nothing_installed, monkeypatch, capsys
):
    monkeypatch.setattr(programs.os, "geteuid", lambda: 1000)
    assert programs.main() == 1
    assert "The tests need redis-server." in capsys.readouterr().err


def test_on_debian_as_root_it_updates_first_and_installs(nothing_installed, monkeypatch):
    which, commands = shutil.which, []
    monkeypatch.setattr(programs.os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        programs.shutil,
        "which",
        lambda name: "/usr/bin/apt-get" if name == "apt-get" else which(name),
    )
    monkeypatch.setattr(programs, "install", commands.append)
    assert programs.main() == 1
    assert commands == [["redis-server"]]
    monkeypatch.undo()
    ran = []
    programs.install(["redis-server"], run=lambda command, **options: ran.append(command[:2]))
    assert ran == [["apt-get", "update"], ["apt-get", "install"]]
