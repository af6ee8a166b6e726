"""What is measured. Every function returns numbers to be kept; medians of several runs, ratios of one run."""

from __future__ import annotations

import json
import re
import statistics
import tempfile
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.installation import (
    Installation,
    cpu_seconds,
    nginx,
    requests_per_second,
    resident_megabytes,
)
from convene.accounts.version_file import VersionFile, path_in

ROUNDS = 5
REQUESTS_PER_PAGE = 200
REQUESTS_FOR_MEMORY = 10_000
# Threads, connections and the caches of names are all in use after as many.
REQUESTS_TO_WARM_UP = 3_000


def first_start(site: Installation) -> dict:
    """From an empty home to the first page, the environment being there."""
    with site.served("start") as seconds:
        return {"seconds": round(seconds, 1)}


def warm_start(site: Installation) -> dict:
    """From the command to the first page, everything being prepared."""
    times = []
    for _ in range(ROUNDS):
        with site.served("start") as seconds:
            times.append(seconds)
    return {"seconds": round(statistics.median(times), 2), "slowest": round(max(times), 2)}


def cached_pages(site: Installation, folder: Path) -> dict:
    """One public page from the cache against nginx with the same bytes, turn by turn; and right after an edit."""
    url = f"http://localhost:{site.port}/en/states"
    version = VersionFile(path_in(site.home))
    ours, theirs, after_edit, ratios, ratios_after = [], [], [], [], []
    with site.served():
        _wait_until_django_is_there(site)
        _, headers, body = site.get("/en/states")
        with nginx(folder, body, headers) as nginx_url:
            for _ in range(ROUNDS):
                peer = requests_per_second(nginx_url)
                found = requests_per_second(url)
                # What a commit does for every process of the host.
                version.raise_to(version.read() + 1)
                edited = requests_per_second(url)
                theirs.append(peer)
                ours.append(found)
                after_edit.append(edited)
                ratios.append(found / peer)
                ratios_after.append(edited / peer)
    return {
        "page_bytes": len(body),
        "requests_per_second": round(statistics.median(ours)),
        "right_after_an_edit": round(statistics.median(after_edit)),
        "nginx": round(statistics.median(theirs)),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_after_an_edit": round(statistics.median(ratios_after), 2),
    }


def uncached_pages(site: Installation, paths: list[str]) -> dict:
    """CPU milliseconds of one process for each page with the cache switched off, and its queries."""
    counted = json.loads(site.run("-m", "benchmarks.inside", "queries", *paths, CONVENE_PAGE_CACHE="false"))
    found = {}
    with site.served(workers=1, CONVENE_PAGE_CACHE="false"):
        _wait_until_django_is_there(site)
        (worker,) = site.workers()
        for path in paths:
            for _ in range(20):
                site.get(path)
            before = cpu_seconds(worker)
            for _ in range(REQUESTS_PER_PAGE):
                site.get(path)
            spent = cpu_seconds(worker) - before
            found[path] = {"cpu_ms": round(spent / REQUESTS_PER_PAGE * 1000, 2), "queries": counted[path]}
    return found


def memory(site: Installation, paths: list[str]) -> dict:
    """Resident memory of each worker, and its growth in 10,000 requests once all of it has been used."""
    with site.served():
        _wait_until_django_is_there(site)
        _read_everything(site, paths, REQUESTS_TO_WARM_UP)
        before = {worker: resident_megabytes(worker) for worker in site.workers()}
        _read_everything(site, paths, REQUESTS_FOR_MEMORY)
        after = {worker: resident_megabytes(worker) for worker in site.workers()}
    return {
        "workers": len(after),
        "megabytes_per_worker": round(max(after.values())),
        "growth_in_10000_requests": round(max(after[worker] - before[worker] for worker in after), 1),
    }


def _read_everything(site: Installation, paths: list[str], requests: int) -> None:
    """Ask for all pages in turn, every third time as of another day, with four readers at once."""

    def ask(number: int) -> None:
        path = paths[number % len(paths)]
        on = f"?on={2009 + number % 17}-{1 + number % 12:02}-{1 + number % 28:02}" if number % 3 == 0 else ""
        site.get(path + on, **{"Accept-Encoding": "br"})

    with ThreadPoolExecutor(max_workers=4) as readers:
        deque(readers.map(ask, range(requests)), maxlen=0)


def pack_load(site: Installation) -> dict:
    with tempfile.TemporaryDirectory(prefix="convene-load-") as home:
        return json.loads(
            site.run("-m", "benchmarks.inside", "load", "packs/prague_process", CONVENE_HOME=home)
        )


def search(site: Installation, records: int) -> dict:
    return json.loads(site.run("benchmarks/search.py", "--records", str(records)))


def public_paths(site: Installation) -> list[str]:
    """The pages of the menus in English, and one page of each kind of thing."""
    facts = json.loads((site.home / "cache" / "front.json").read_text())
    paths = [path for path in facts["warm"] if path.startswith("/en/")]
    with site.served():
        _wait_until_django_is_there(site)
        for path in list(paths):
            links = re.findall(rb'href="(/en/([a-z-]+)/[A-Za-z0-9._-]+)["?]', site.get(path)[2])
            kinds = {}
            for link, kind in links:
                kinds.setdefault(kind, link.decode())
            paths += [link for link in kinds.values() if link not in paths]
        return [path for path in _one_of_each_kind(paths) if _is_page(site, path)]


def _one_of_each_kind(paths: list[str]) -> list[str]:
    chosen: dict[str, str] = {}
    for path in paths:
        kind = path if path.count("/") < 3 else path.rsplit("/", 1)[0] + "/"
        chosen.setdefault(kind, path)
    return list(chosen.values())


def _is_page(site: Installation, path: str) -> bool:
    status, headers, _ = site.get(path)
    return status == 200 and headers.get("content-type", "").startswith("text/html")


def _wait_until_django_is_there(site: Installation) -> None:
    """A request that the cache cannot answer waits for Django, in every worker that takes it."""
    for _ in range(8):
        site.get("/en/states?nothing=1")
    time.sleep(3)
