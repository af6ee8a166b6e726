"""The section of docs/reference/performance.md on figures, between its two marks."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.report import PAGE

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADING = "## Figures: from one to a hundred million rows"
WORDS = {
    "corridor": "one corridor's series",
    "top_ten": "top ten origins of a destination over time",
    "all_states": "all indicators of all states, newest totals",
    "scan": "grouped scan of everything",
}


def write_section(results: dict) -> None:
    page = PAGE.read_text(encoding="utf-8")
    if BEGIN not in page:
        page = f"{page.rstrip()}\n\n{HEADING}\n\n{BEGIN}\n{END}\n"
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    text = "\n".join(section(results))
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def section(results: dict) -> Iterator[str]:
    rounds = results["questions"]
    yield (
        f"Measured by `python -m benchmarks.figures` on {results['machine']}; {results['load_at_begin']} other processes "
        "at work when the run began. Made figures of the real shape stand beside all figures of the Prague pack. "
        "Milliseconds are medians, warm, through the functions that the pages call."
    )
    yield ""
    yield "| what | " + " | ".join(f"{one['rows']:,} rows" for one in rounds) + " | to reach |"
    yield "| --- |" + " --- |" * (len(rounds) + 1)
    for question, words in WORDS.items():
        cells = " | ".join(f"{one['milliseconds'][question]} ms" for one in rounds)
        yield f"| {words} | {cells} | {results['limits'][question]:,} ms |"
    loads = [[results["loads"][label] for label in one["served"]] for one in rounds]
    yield _line("import, rows a second", [f"{_speed(some):,}" for some in loads], "1,000,000")
    yield _line(
        "import, most memory", [f"{max(one['peak_mb'] for one in some)} MB" for some in loads], "2,048 MB"
    )
    yield _line(
        "on disk, a row", [f"{max(one['bytes_per_row'] for one in some)} bytes" for some in loads], "12 bytes"
    )
    yield _line("process that answered all of it", [f"{one['peak_mb']} MB" for one in rounds], "512 MB")
    if results.get("ratios"):
        yield ""
        yield from _rivals(results)


def _line(what: str, cells: list[str], limit: str) -> str:
    return f"| {what} | {' | '.join(cells)} | {limit} |"


def _speed(loads: list[dict]) -> int:
    return round(sum(one["rows"] for one in loads) / sum(one["total_seconds"] for one in loads))


def _rivals(results: dict) -> Iterator[str]:
    names = {
        name: words
        for name, words in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL"))
        if results.get(name)
    }
    yield "One edition in plain SQLite and PostgreSQL with indexes; ours as a share of theirs in brackets, below 1 is faster."
    yield ""
    yield "| what | " + " | ".join(names.values()) + " |"
    yield "| --- |" + " --- |" * len(names)
    for question, words in WORDS.items():
        cells = (f"{results[name][question]} ms ({results['ratios'][name][question]})" for name in names)
        yield f"| {words} | {' | '.join(cells)} |"
    yield (
        "| loading with indexes | "
        + " | ".join(f"{results[name]['load_seconds']} s" for name in names)
        + " |"
    )
    yield "| on disk | " + " | ".join(f"{results[name]['megabytes']} MB" for name in names) + " |"
