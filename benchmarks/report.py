"""The table of docs/reference/performance.md, between its two marks."""

from __future__ import annotations

from benchmarks.installation import BASE

PAGE = BASE / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def write_table(results: dict) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{after}", encoding="utf-8")


def table(results: dict) -> str:
    machine = results["machine"]
    lines = [
        f"Machine: {machine['cores']} cores, {machine['processor']}, Python {machine['python']}; load generator on the same cores; "
        f"{machine['load']:.1f} other processes at work on average when the run began.",
        "",
        "| what | measured | to reach |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {what} | {measured} | {limit} |" for what, measured, limit in _rows(results)]
    return "\n".join(lines)


def _rows(results: dict):
    if found := results.get("first_start"):
        yield (
            "first start, from an empty home to the first page (environment there)",
            f"{found['seconds']} s",
            "35 s with the environment",
        )
    if found := results.get("warm_start"):
        yield "later start, median and slowest of five", f"{found['seconds']} s, {found['slowest']} s", "3 s"
    if found := results.get("cached"):
        kilobytes = found["page_bytes"] / 1000
        yield (
            f"cached page of {kilobytes:.0f} kB",
            f"{found['requests_per_second']:,} a second",
            "20,000 a second",
        )
        yield "the same right after an edit", f"{found['right_after_an_edit']:,} a second", "20,000 a second"
        yield "nginx with the same bytes, same run", f"{found['nginx']:,} a second", ""
        yield (
            "ratio to nginx; right after an edit",
            f"{found['ratio']}; {found['ratio_after_an_edit']}",
            "0.3",
        )
    for path, page in results.get("uncached", {}).items():
        limit = "5 CPU ms" if path.endswith("/meetings") else "3 CPU ms, 8 queries"
        yield f"uncached `{path}`", f"{page['cpu_ms']} CPU ms, {page['queries']} queries", limit
    if found := results.get("memory"):
        yield "memory of a worker after 10,000 requests", f"{found['megabytes_per_worker']} MB", "240 MB"
        yield "growth in these requests", f"{found['growth_in_10000_requests']} MB", "10 MB"
    if found := results.get("load"):
        yield (
            f"checking and loading the Prague pack ({found['rows']:,} rows)",
            f"{found['check_and_load_seconds']} s",
            "",
        )
    for name, value in _flat(results.get("search", {})):
        yield f"search: {name}", value, {"engine ms median": "1.5 ms", "engine ms p99": "6 ms"}.get(name, "")


def _flat(found: dict, prefix: str = ""):
    for name, value in found.items():
        shown = f"{prefix} {name}".strip().replace("_", " ")
        if isinstance(value, dict):
            yield from _flat(value, shown)
        else:
            yield shown, str(value)
