"""Loading one edition of the made figures through the project's own pipeline, as an import does it."""

from __future__ import annotations

import resource
import time
from pathlib import Path

from convene.observatory import checks, writing
from convene.observatory.observation import COLUMNS
from convene.observatory.readers import read
from convene.observatory.store import EditionFiles
from convene.observatory.workbench import Workbench

DATASET = "bench"


def load(file: Path, home: Path, label: str) -> tuple[EditionFiles, dict]:
    """Read, adapt, account for every row, check and write; return the edition and seconds by step."""
    folder = home / "observations" / DATASET / label
    seconds: dict[str, float] = {}
    began = time.perf_counter()

    def step(name: str) -> None:
        nonlocal began
        now = time.perf_counter()
        seconds[name] = round(now - began, 2)
        began = now

    table = read(file).tables[0]
    bench = Workbench()
    step("recognise")
    bench.stage(table)
    step("stage")
    chosen = ", ".join(
        f'"{name}"::{kind} AS {name}' for name, kind in COLUMNS.items() if name in table.columns
    )
    bench.emit(f'SELECT {chosen}, _row AS "row" FROM raw')
    step("adapt")
    rows = checks.account(bench).kept
    step("account")
    checks.check_figures(bench, ["bench_stock"], ["bench_stock"])
    step("check")
    aside = writing.begin(folder, "only")
    writing.write_figures(bench.connection, aside)
    bench.close()
    whole = writing.finish(aside, folder, "only")
    step("write")
    size = sum(one.stat().st_size for one in whole.iterdir())
    told = {
        "rows": rows,
        "seconds": seconds,
        "rows_per_second": round(rows / sum(seconds.values())),
        "bytes_per_row": round(size / rows, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    return EditionFiles(f"{DATASET}.{label}", whole, "only"), told
