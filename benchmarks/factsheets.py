"""
Measure how long factsheets take: all of them, and one that somebody asks for.

    python -m benchmarks.factsheets               an installation of its own (a minute more)
    python -m benchmarks.factsheets --home HOME   one that is there

Every PDF is made anew: the page cache, which keeps what was asked for once, is not asked. Beside them, in the
same minute, Typst sets one page of plain words: the ratio to it stays where seconds swing with the machine.
Results go to benchmarks/results/factsheets-<day>.json.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.__main__ import machine
from benchmarks.installation import BASE, Installation

RUNS, REQUESTS = 5, 200
PLAIN = b'#set document(title: "One page")\n#lorem(400)'


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--home", help="CONVENE_HOME of an installation with the pack of the Prague Process")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        print(json.dumps(one_on_demand()))
        return
    with tempfile.TemporaryDirectory(prefix="convene-benchmark-") as name:
        if chosen.home:
            environment = os.environ | {"CONVENE_HOME": str(Path(chosen.home).resolve())}
        else:
            site = Installation(Path(name))
            site.run("-m", "convene", "prepare")
            environment = site.environment
        found = {"machine": machine(), "all": all_of_them(environment), "one": _inside(environment)}
    file = BASE / "benchmarks" / "results" / f"factsheets-{date.today().isoformat()}.json"
    file.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


def all_of_them(environment: dict[str, str]) -> dict[str, float | int]:
    """`convene observatory factsheets --all`, a whole command each time; of several runs the middle one."""
    command = [sys.executable, "-m", "convene", "observatory", "factsheets", "--all"]
    seconds, processor, told = [], [], []
    for _run in range(RUNS):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, check=True)
        seconds.append(time.monotonic() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        # The command's last line: "100 factsheets in 4.2 seconds, in ...".
        told.append(float(done.stdout.split(" factsheets in ")[1].split()[0]))
    return {
        "files": int(done.stdout.split(" factsheets in ")[0].split()[-1]),
        "seconds_of_making": median(told),
        "seconds_with_start": round(median(seconds), 2),
        "cpu_seconds_with_start": round(median(processor), 2),
        "cpu_seconds_least": round(min(processor), 2),
    }


def _inside(environment: dict[str, str]) -> dict[str, float | int]:
    """What is measured within a process of the site, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.factsheets", "--inside"]
    done = subprocess.run(command, cwd=BASE, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def one_on_demand() -> dict[str, float | int]:
    """Ask for factsheets of all states in turn, in both languages, each a minute's first of its reader."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.test import Client

    from convene.core.viewer import Viewer
    from convene.observatory.factsheets.covered import covered_states
    from convene.registry.queries.reference import reference
    from convene.registry.viewing import today_in

    today = today_in(reference())
    codes = [one.state for one in covered_states(Viewer(day=today, today=today, language="en"))]
    client = Client(headers={"host": "localhost"})
    seconds, processor, plain = [], [], []
    for number in range(-8, REQUESTS):
        path = f"/{('en', 'ru')[number % 2]}/factsheet/{codes[number % len(codes)]}.pdf"
        reader = f"10.0.{number % 250}.{number // 250 % 250}"
        began, worked = time.monotonic(), time.process_time()
        response = client.get(path, REMOTE_ADDR=reader)
        if response.status_code != 200:
            sys.exit(f"{path} answered {response.status_code}")
        if number >= 0:  # the first ones warm the process
            seconds.append(time.monotonic() - began)
            processor.append(time.process_time() - worked)
            plain.append(_one_plain_page(number))
    return {
        "requests": len(seconds),
        "ms_median": _ms(median(seconds)),
        "ms_p99": _ms(sorted(seconds)[int(len(seconds) * 0.99) - 1]),
        "cpu_ms_median": _ms(median(processor)),
        "cpu_ms_p99": _ms(sorted(processor)[int(len(processor) * 0.99) - 1]),
        "plain_page_cpu_ms_median": _ms(median(plain)),
        "ratio_to_a_plain_page": round(median(processor) / median(plain), 1),
    }


def _one_plain_page(number: int) -> float:
    """CPU seconds for a page of words that differs each time, with the same fonts and the same standard."""
    import typst

    from convene.ui.documents.typst import STANDARD, fonts

    began = time.process_time()
    words = PLAIN + f" {number}".encode()
    typst.Compiler(font_paths=fonts()).compile(input=words, format="pdf", pdf_standards=[STANDARD])
    return time.process_time() - began


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


if __name__ == "__main__":
    main()
