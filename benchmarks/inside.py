"""
Measured inside one process with Django: queries of a page, and the time a pack takes to load.

    python -m benchmarks.inside queries PATH...
    python -m benchmarks.inside load FOLDER
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def queries(paths: list[str]) -> dict[str, int]:
    """Queries of each page, asked for a second time: what a process remembers is remembered by then."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    counted = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            response = client.get(path)
        if response.status_code != 200:
            sys.exit(f"{path} answered {response.status_code}")
        counted[path] = sum(1 for query in seen.captured_queries if not query["sql"].startswith("PRAGMA"))
    return counted


def load(folder: str) -> dict[str, float]:
    """Seconds for checking and loading a pack into an empty, migrated database."""
    from django.core.management import call_command

    from convene.packs import operations

    call_command("migrate", interactive=False, verbosity=0)
    started = time.monotonic()
    report = operations.check(folder)
    checked = time.monotonic()
    operations.load(folder)
    return {
        "rows": report.rows,
        "check_seconds": round(checked - started, 2),
        "check_and_load_seconds": round(time.monotonic() - checked, 2),
    }


if __name__ == "__main__":
    import django

    django.setup()
    what, *arguments = sys.argv[1:]
    print(json.dumps(queries(arguments) if what == "queries" else load(arguments[0])))
