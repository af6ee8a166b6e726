"""
The Observatory's figures at their real shape: loading, size, questions, memory, beside SQLite and PostgreSQL.

    python -m benchmarks.figures                     1, 10 and 100 million rows: ten editions by age and sex
    python -m benchmarks.figures --editions 1        1 and 10 million rows
    python -m benchmarks.figures --no-rivals         without SQLite and PostgreSQL

The questions are those of pages, asked through the functions that pages call, with the figures of the Prague pack
served beside the made ones. PostgreSQL is asked where CONVENE_BENCHMARK_POSTGRES names a database. Rivals hold one
edition; ratios are of the same rows. Results are kept in benchmarks/results/figures-<day>.json and in
docs/reference/performance.md.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
LIMITS = {"top_ten": 10, "corridor": 8, "all_states": 15, "scan": 1500}
SMALL_PAIRS = 900  # of the real pairs: one million rows
SMALL_LABEL = "2000"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--editions", type=int, default=10)
    options.add_argument("--no-rivals", action="store_true")
    chosen = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with tempfile.TemporaryDirectory(prefix="convene-figures-") as name:
        folder = Path(name)
        os.environ["CONVENE_HOME"] = str(folder)
        results = {
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
            "load_at_begin": round(os.getloadavg()[0], 1),
            "limits": LIMITS,
        }
        results |= measured(folder, chosen.editions, rivals=not chosen.no_rivals)
    file = BASE / "benchmarks" / "results" / f"figures-{date.today().isoformat()}.json"
    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    from benchmarks.figures.report import write_section

    write_section(results)
    print(json.dumps(results, indent=1))
    print(f"Kept in {file.relative_to(BASE)} and docs/reference/performance.md.")


def measured(folder: Path, editions: int, *, rivals: bool) -> dict:
    """Make, load and ask; every load and every round of questions in a fresh process, so that its memory is its own."""
    from benchmarks.figures.generate import FIRST_EDITION

    labels = [str(FIRST_EDITION + number) for number in range(editions)]
    tell("the Prague pack and a catalogue of the made figures")
    apart(catalogue, [SMALL_LABEL, *labels])
    told: dict = {"loads": {}}
    made(folder, SMALL_LABEL, SMALL_PAIRS, told)
    for label in labels:
        made(folder, label, 1_000_000, told, rivals=rivals and label == labels[0])
    told["questions"] = []
    for served in ([SMALL_LABEL], labels[:1], labels):
        if served not in [one["served"] for one in told["questions"]]:
            tell(f"questions to {len(served)} editions: {', '.join(served)}")
            told["questions"].append({"served": served, **apart(ask, served)})
            tell(f"  {told['questions'][-1]}")
    if rivals:
        ours = next(one for one in told["questions"] if one["served"] == labels[:1])["milliseconds"]
        told["ratios"] = {
            name: {question: round(ours[question] / found[question], 3) for question in LIMITS}
            for name in ("sqlite", "postgresql")
            if (found := told.get(name))
        }
    return told


def made(folder: Path, label: str, pairs: int, told: dict, *, rivals: bool = False) -> None:
    """Make one edition as CSV, load it, load it into the rivals, and remove the CSV."""
    file = folder / f"bench-{label}.csv"
    tell(f"edition {label}: making")
    apart(make, int(label), file, pairs)
    tell(f"edition {label}: loading {file.stat().st_size // 1_000_000} MB")
    told["loads"][label] = apart(load_one, folder, file, label)
    tell(f"  {told['loads'][label]}")
    if rivals:
        from benchmarks.figures.rivals import in_postgresql, in_sqlite

        for name, asked in (("sqlite", in_sqlite), ("postgresql", in_postgresql)):
            tell(f"edition {label}: {name}")
            told[name] = apart(asked, file, folder, 5)
            tell(f"  {told[name]}")
    file.unlink()


def tell(line: str) -> None:
    print(line, flush=True)


def make(label: int, file: Path, pairs: int) -> None:
    import duckdb

    from benchmarks.figures import generate

    maker = duckdb.connect(config={"threads": 2, "memory_limit": "3GB"})
    generate.prepare(maker, pairs)
    generate.write_edition(maker, label, file)


def load_one(folder: Path, file: Path, label: str) -> dict:
    from benchmarks.figures.loading import load

    return load(file, folder, label)[1]


def catalogue(labels: list[str]) -> None:
    from benchmarks.figures.questions import catalogued

    catalogued(labels)


def ask(labels: list[str]) -> dict:
    from benchmarks.figures.questions import asked

    return asked(labels)


def apart(task, *given):
    """Run a function in a fresh process, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(sys.path[:],)) as pool:
        return pool.submit(task, *given).result()


def _begin(path: list[str]) -> None:
    sys.path[:] = path
    import django

    django.setup()
