"""A process killed anywhere in an import leaves the old edition served, and nothing that could be taken for new."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.observatory.importing.catalogued import stock_file, stock_rows

BASE = Path(__file__).resolve().parents[3]
FIRST, SECOND = (hashlib.sha256(content).hexdigest() for content in (stock_file(), stock_file(stock_rows(2))))
UKRAINIANS = sum(int(row[4]) for row in stock_rows() if row[:4] == ["804", "0", "2000", "0"])


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the processes left, point by point; run once for all tests here."""
    home = tmp_path_factory.mktemp("home")
    run = subprocess.run(
        [sys.executable, "-m", "tests.observatory.importing.dying"],
        cwd=BASE,
        env={**os.environ, "CONVENE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout)


POINTS = (
    "rows are read",
    "nothing is written yet",
    "a file is half written",
    "the report is missing",
    "all is written, nothing renamed",
    "some files are made lasting",
    "the folder has its name",
    "the catalogue is written, not committed",
    "before the commit",
)


@pytest.mark.parametrize("point", POINTS)
def test_the_old_edition_is_served_wherever_the_process_is_killed(told, point):
    ending, state = told[point]
    assert ending == "SIGKILL"
    assert {name: state[name] for name in ("served", "catalogue")} == {
        "served": [["undesa-ims.2024", UKRAINIANS]],
        "catalogue": [["undesa-ims.2024", FIRST, told["at first"]["catalogue"][0][2]]],
    }
    assert FIRST[:12] in state["folders"]


@pytest.mark.parametrize("point", POINTS)
def test_what_a_killed_process_left_is_cleared_away_by_the_next_import(told, point):
    """At most the folder of the last process lies beside the one that is served."""
    _ending, state = told[point]
    others = [folder for folder in state["folders"] if folder != FIRST[:12]]
    assert others in ([], ["aside"], [SECOND[:12]])


def test_the_import_works_when_it_is_done_again(told):
    assert told["imported again"] == SECOND
    assert told["at last"]["served"] == [["undesa-ims.2024", 2 * UKRAINIANS]]
    assert [row[:2] for row in told["at last"]["catalogue"]] == [["undesa-ims.2024", SECOND]]
    assert told["at last"]["folders"] == sorted([FIRST[:12], SECOND[:12]])


def test_every_point_was_tried(told):
    assert set(told) == {"imported", "at first", *POINTS, "imported again", "at last"}
    assert told["imported"] == FIRST
