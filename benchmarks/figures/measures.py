"""
The Observatory's figures at their real shape: loading, size, questions, memory, beside SQLite and PostgreSQL.

    python -m benchmarks.figures                     ten editions, 107 million rows by age and sex
    python -m benchmarks.figures --editions 1        one of them
    python -m benchmarks.figures --no-rivals         without SQLite and PostgreSQL

PostgreSQL is asked where CONVENE_BENCHMARK_POSTGRES names a database. Rivals hold one edition; ratios are of the
same rows. Results are kept in benchmarks/results/figures-<day>.json.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
RUNS = 30
LIMITS = {"top_ten": 10, "corridor": 8, "all_states": 15, "scan": 1500}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--editions", type=int, default=10)
    options.add_argument("--pairs", type=int, default=1_000_000, help="how many of the real pairs (all)")
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
        results |= loaded(folder, chosen)
        results["questions"] = apart(questions, folder, chosen.editions)
    file = BASE / "benchmarks" / "results" / f"figures-{date.today().isoformat()}.json"
    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=1))
    print(f"Kept in {file.relative_to(BASE)}.")


def loaded(folder: Path, chosen: argparse.Namespace) -> dict:
    """Make and load every edition; each is loaded by a process of its own, whose peak memory is told."""
    import duckdb

    from benchmarks.figures import generate, rivals

    maker = duckdb.connect(config={"threads": 2, "memory_limit": "3GB"})
    told: dict = {"rows_by_age_and_sex": generate.prepare(maker, chosen.pairs) * chosen.editions, "loads": []}
    for edition in range(generate.FIRST_EDITION, generate.FIRST_EDITION + chosen.editions):
        file = folder / f"bench-{edition}.csv"
        print(f"edition {edition}: making ...", end=" ", flush=True)
        generate.write_edition(maker, edition, file)
        print("loading ...", flush=True)
        told["loads"].append(apart(load_one, folder, file, str(edition)))
        print(f"  {told['loads'][-1]}", flush=True)
        if edition == generate.FIRST_EDITION and not chosen.no_rivals:
            print("SQLite ...", flush=True)
            told["sqlite"] = rivals.in_sqlite(file, folder, 5)
            print("PostgreSQL ...", flush=True)
            told["postgresql"] = rivals.in_postgresql(file, 5)
        file.unlink()
    return told


def load_one(folder: Path, file: Path, label: str) -> dict:
    from benchmarks.figures.loading import load

    return load(file, folder, label)[1]


def questions(folder: Path, editions: int) -> dict:
    """Milliseconds of each question through the store, by how many editions are served; memory at the end."""
    from benchmarks.figures import generate
    from convene.observatory.store import EditionFiles

    labels = [str(generate.FIRST_EDITION + number) for number in range(editions)]
    files = [
        EditionFiles(f"bench.{one}", folder / "observations" / "bench" / one / "only", "only")
        for one in labels
    ]
    told = {f"{count} editions": _asked(files[:count]) for count in sorted({1, editions})}
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return told


def _asked(files: list) -> dict:
    from benchmarks.figures.rivals import timed
    from convene.observatory.store import Asked, Store

    store = Store()
    store.serve(files)
    last = files[-1].key
    pair = Asked(("bench_stock",), ("AXS",), ("BEY",))
    rows = " UNION ALL ".join(f"SELECT sex, age, year, value FROM {store.table(one.key)}" for one in files)
    scan = f"SELECT sex, age, year, sum(value) FROM ({rows}) GROUP BY ALL"
    return {
        "corridor": timed(lambda: store.rows([last], pair), RUNS),
        "top_ten": timed(lambda: store.top(last, "bench_stock", area="AXS"), RUNS),
        "scan": timed(lambda: store.cursor().execute(scan).fetchall(), 5),
    }


def apart(task, *given):
    """Run a function in a fresh process, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(sys.path[:],)) as pool:
        return pool.submit(task, *given).result()


def _begin(path: list[str]) -> None:
    sys.path[:] = path
    import django

    django.setup()
