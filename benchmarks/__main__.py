"""
Measure the real server, side by side with nginx in the same run.

    python -m benchmarks                all of it (about eight minutes)
    python -m benchmarks cached memory  only these

Results go to benchmarks/results/<day>.json and into the table of docs/reference/performance.md.
Requests per second swing two- to fourfold between runs on a shared machine; ratios and CPU milliseconds do not.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from datetime import date
from pathlib import Path

from benchmarks import measures
from benchmarks.installation import BASE, Installation, refuse_missing_tools
from benchmarks.report import write_table

RESULTS = BASE / "benchmarks" / "results"
ALL = ("start", "cached", "uncached", "memory", "load", "search")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("what", nargs="*", choices=[*ALL, []], help="what to measure (all)")
    options.add_argument("--records", type=int, default=100_000, help="records of the search measure")
    chosen = options.parse_args()
    wanted = chosen.what or ALL
    refuse_missing_tools()
    results = {"machine": machine()}
    with tempfile.TemporaryDirectory(prefix="convene-benchmark-") as name:
        folder = Path(name)
        site = Installation(folder)
        print("first start ...", flush=True)
        results["first_start"] = measures.first_start(site)
        if "start" in wanted:
            _measure(results, "warm_start", lambda: measures.warm_start(site))
        if "cached" in wanted:
            _measure(results, "cached", lambda: measures.cached_pages(site, folder))
        if {"uncached", "memory"} & set(wanted):
            paths = measures.public_paths(site)
            if "uncached" in wanted:
                _measure(results, "uncached", lambda: measures.uncached_pages(site, paths))
            if "memory" in wanted:
                _measure(results, "memory", lambda: measures.memory(site, paths))
        if "load" in wanted:
            _measure(results, "load", lambda: measures.pack_load(site))
        if "search" in wanted:
            _measure(results, "search", lambda: measures.search(site, chosen.records))
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{date.today().isoformat()}.json"
    if file.exists():
        results = json.loads(file.read_text()) | results
    file.write_text(json.dumps(results, indent=1) + "\n")
    write_table(results)
    print(f"Kept in {file.relative_to(BASE)} and docs/reference/performance.md.")


def _measure(results: dict, name: str, measure) -> None:
    print(f"{name} ...", flush=True)
    results[name] = measure()
    print(json.dumps(results[name], indent=1), flush=True)


def machine() -> dict:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    return {
        "cores": os.cpu_count(),
        "processor": model,
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    main()
