"""Loading one edition of the made figures through the project's own pipeline, as an import does it."""

from __future__ import annotations

import time
from pathlib import Path

from convene.observatory import checks, writing
from convene.observatory.observation import COLUMNS
from convene.observatory.readers import read
from convene.observatory.store import EditionFiles
from convene.observatory.workbench import Workbench

DATASET = "bench"
INDICATOR = "bench_stock"


def load(file: Path, home: Path, label: str) -> tuple[EditionFiles, dict]:
    """
    Read, adapt, account for every row, check and write. Returns the edition and what it cost.

    Seconds by step, of the clock and of both processors; the peak is of this whole process, told by the kernel.
    """
    folder = home / "observations" / DATASET / label
    seconds: dict[str, float] = {}
    cpu: dict[str, float] = {}
    began = time.perf_counter(), time.process_time()

    def step(name: str) -> None:
        nonlocal began
        now = time.perf_counter(), time.process_time()
        seconds[name], cpu[name] = round(now[0] - began[0], 2), round(now[1] - began[1], 2)
        began = now

    raw = read(file)
    step("recognise")
    bench = Workbench()
    bench.keep(raw, {name: name for name in COLUMNS if name in raw.tables[0].columns})
    step("read and adapt")
    rows = checks.account(bench).kept
    step("account")
    checks.check_figures(bench, [INDICATOR], [INDICATOR])
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
        "cpu_seconds": cpu,
        "total_seconds": round(sum(seconds.values()), 2),
        "total_cpu_seconds": round(sum(cpu.values()), 2),
        "rows_per_second": round(rows / sum(seconds.values())),
        "bytes_per_row": round(size / rows, 2),
        "peak_mb": peak_mb(),
    }
    return EditionFiles(f"{DATASET}.{label}", whole, "only"), told


def peak_mb() -> int:
    """
    The most memory this process ever held, in MB (2**20 bytes).

    From /proc: what `resource` tells is inherited from the process that started this one.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024
