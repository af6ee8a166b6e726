"""The command `convene`: what it answers, and with which exit code."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from convene.cli import main
from convene.website.page_cache import PERSONAL_COOKIES

BASE = Path(__file__).resolve().parent.parent


@pytest.fixture
def convene(tmp_path):
    """`convene("pack", "check", ...)` in a process and a home of its own."""

    def run(*words, home=tmp_path / "home"):
        return subprocess.run(
            [sys.executable, "-m", "convene", *words],
            cwd=BASE,
            # A record of its own in a file, also where the tests themselves run on a database server.
            env={name: value for name, value in os.environ.items() if name != "CONVENE_DATABASE_URL"}
            | {"CONVENE_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_without_a_command_the_usage_is_shown(capsys):
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: convene")


def test_a_folder_that_is_not_there_is_refused(capsys):
    assert main(["pack", "check", "packs/nowhere"]) == 1
    assert capsys.readouterr().err == (
        "packs/nowhere: there is no such folder.\nName the folder of a pack, as packs/prague_process.\n"
    )


def test_a_good_pack_passes(capsys):
    assert main(["pack", "check", str(BASE / "packs" / "demo_dialogue")]) == 0
    assert "no errors" in capsys.readouterr().out


def test_a_new_pack_has_the_header_of_every_list(tmp_path, capsys):
    assert main(["pack", "new", str(tmp_path / "mine"), "--languages", "en; fr"]) == 0
    capsys.readouterr()
    header = (tmp_path / "mine" / "places.csv").read_text().strip()
    assert {"key", "name.en", "name.fr"} <= set(header.split(","))
    assert main(["pack", "new", str(tmp_path / "mine")]) == 1
    assert "the folder is not empty" in capsys.readouterr().err


def test_a_port_in_use_is_refused_with_the_line_to_type(capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert capsys.readouterr().err == (
        f"port {port}: another program is answering there.\nType: make run PORT={port + 1}\n"
    )


def test_a_backup_comes_back_as_it_was(convene, tmp_path):
    home, other, archive = tmp_path / "home", tmp_path / "other", tmp_path / "backup.zip"
    assert convene("prepare", "--no-pack").returncode == 0
    assert convene("user", "add", "anna@example.org", "--name", "Anna").returncode == 0
    (home / "files").mkdir(exist_ok=True)
    (home / "files" / "agenda.pdf").write_bytes(b"%PDF-1.7 agenda")

    assert convene("backup", "make", str(archive)).returncode == 0
    assert convene("backup", "restore", str(archive), home=other).returncode == 0

    assert (other / "files" / "agenda.pdf").read_bytes() == b"%PDF-1.7 agenda"
    again = convene("user", "add", "anna@example.org", home=other)
    assert (again.returncode, "has an account already" in again.stderr) == (1, True)
    assert convene("backup", "restore", str(archive), home=other).returncode == 1


def test_a_damaged_backup_is_refused_whole(convene, tmp_path):
    (tmp_path / "backup.zip").write_bytes(b"PK\x03\x04 not really")
    done = convene("backup", "restore", str(tmp_path / "backup.zip"))
    assert (done.returncode, "this is not a backup" in done.stderr) == (1, True)
    assert not (tmp_path / "home" / "convene.sqlite3").exists()


def test_the_page_cache_knows_every_personal_cookie():
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME} <= set(
        PERSONAL_COOKIES
    )
