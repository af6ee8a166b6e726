"""
Lists of the record as data: CSV, JSON and Atom of any declared table, from its public columns only.

A row leaves as a flat mapping: a text as one column per language (`title.en`), references as keys or
addresses, sources as `S003:L28`. The same rows answer the API and fill the dialogue in a box.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse

from convene.core.tables import Column, Kind, Table
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry.models import Citation, Claim, Ground
from convene.registry.queries.addresses import page_path, title_of
from convene.registry.queries.hidden import hidden_addresses
from convene.registry.queries.reference import reference
from convene.ui.words import plain

FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "atom": "application/atom+xml"}


def public_rows(table: Table) -> QuerySet:
    """The rows of a table that the public may see, in the table's order."""
    rows = table.rows()
    if hasattr(rows, "public"):
        rows = rows.public()
    kind = f"{table.kind}/"
    hidden = [address.removeprefix(kind) for address in hidden_addresses() if address.startswith(kind)]
    if hidden:
        rows = rows.exclude(key__in=hidden)
    return rows.order_by(*table.ordering)


def as_data(table: Table, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """
    Return rows as mappings column -> value, with `address` and `page` first.

    One query more for the sources, one for the claims, and one for each several-valued column.
    """
    columns = table.public_columns()
    if isinstance(rows, QuerySet):
        rows = _with_references(table, columns, rows)
    rows = list(rows)
    addresses = [row.address for row in rows]
    hidden = hidden_addresses()
    kinds = {column.kind for column in columns}
    sources = _sources(addresses) if Kind.SOURCES in kinds else {}
    claims = _claims(addresses, hidden) if Kind.CLAIMS in kinds else {}
    found = []
    for row in rows:
        path = page_path(row.address)
        data: dict[str, Any] = {"address": row.address, "page": path}
        for column in columns:
            if column.kind == Kind.SOURCES:
                data[column.name] = sources.get(row.address, [])
            elif column.kind == Kind.CLAIMS:
                data[column.name] = claims.get(row.address, [])
            else:
                data[column.name] = _plain(column, getattr(row, column.attribute), hidden)
        found.append(data)
    return found


def _with_references(table: Table, columns: Sequence[Column], rows: QuerySet) -> QuerySet:
    several = [column.attribute for column in columns if column.kind == Kind.REFS]
    single = [column.attribute for column in columns if column.kind == Kind.REF]
    return rows.select_related(*single).prefetch_related(*several) if single or several else rows


def _plain(column: Column, value: Any, hidden: frozenset[str]) -> Any:
    if isinstance(value, Text):
        return value.plain()
    if column.kind == Kind.REF:
        return None if value is None or value.address in hidden else _name(column, value)
    if column.kind == Kind.REFS:
        return [_name(column, one) for one in value.all() if one.address not in hidden]
    if column.kind == Kind.ADDRESSES:
        return [one for one in value if one.partition("#")[0] not in hidden]
    if isinstance(value, date):
        return value.isoformat()
    return value if value not in ("",) else None


def _name(column: Column, row: Any) -> str:
    """A row as a cell refers to it: by its key, or by its address where it may be of several tables."""
    return row.address if len(column.to) > 1 else row.key


def _sources(addresses: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = Citation.objects.filter(address__in=addresses).order_by("address", "position")
    for address, key, place in rows.values_list("address", "source__key", "place"):
        found[address].append(f"{key}:{place}" if place else key)
    return found


def _claims(addresses: Sequence[str], hidden: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    visible = Claim.objects.public()
    rows = Ground.objects.filter(address__in=addresses, claim__in=visible).order_by("address", "position")
    for address, key in rows.values_list("address", "claim__key"):
        if f"claim/{key}" not in hidden:
            found[address].append(key)
    return found


def notice(language: str) -> str:
    """What every export says while the pack is unofficial; empty once it is adopted."""
    dialogue = reference().dialogue
    return "" if dialogue.official else dialogue.unofficial_notice.in_language(language)


def envelope(items: list, *, language: str, count: int | None = None, following: str | None = None) -> dict:
    """The one shape of every list: count, items, next; and the notice of an unofficial record."""
    shape = {"count": len(items) if count is None else count, "items": items, "next": following}
    return shape | ({"notice": notice(language)} if notice(language) else {})


def flat(data: dict[str, Any], languages: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """One row for a spreadsheet: a column per language, lists joined by "; "."""
    prose = {column.name for column in columns if column.kind == Kind.PROSE}
    row: dict[str, str] = {}
    for name, value in data.items():
        if name in prose:
            row.update({f"{name}.{language}": (value or {}).get(language, "") for language in languages})
        elif isinstance(value, list):
            row[name] = "; ".join(map(str, value))
        elif isinstance(value, bool):
            row[name] = "yes" if value else "no"
        else:
            row[name] = "" if value is None else str(value)
    return row


# What a spreadsheet would run as a formula when it opens a file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_text(table: Table, data: Sequence[dict[str, Any]], language: str) -> str:
    """The list as CSV (UTF-8 with a byte order mark, for spreadsheets), with the notice in a last column."""
    languages = reference().languages
    columns = table.public_columns()
    header = list(flat(_empty(columns), languages, columns))
    told = notice(language)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header + (["notice"] if told else []))
    for row in data:
        cells = flat(row, languages, columns)
        writer.writerow([_harmless(cells.get(name, "")) for name in header] + ([told] if told else []))
    return "\ufeff" + file.getvalue()


def _empty(columns: Sequence[Column]) -> dict[str, Any]:
    return {"address": "", "page": ""} | {column.name: None for column in columns}


def list_response(
    table: Table, rows: Iterable[Any], viewer: Viewer, form: str, *, path: str, title: str
) -> HttpResponse:
    """Answer a list in `form` ("csv", "json" or "atom")."""
    if form == "atom":
        return HttpResponse(atom(rows, viewer, path=path, title=title), content_type=FORMATS["atom"])
    data = as_data(table, rows)
    if form == "json":
        return JsonResponse(
            envelope(data, language=viewer.language), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
    response = HttpResponse(csv_text(table, data, viewer.language), content_type=FORMATS["csv"])
    response.headers["Content-Disposition"] = f'attachment; filename="{path}.{viewer.language}.csv"'
    return response


def atom(rows: Iterable[Any], viewer: Viewer, *, path: str, title: str, page: str | None = None) -> bytes:
    """
    The hundred newest rows as an Atom feed. An entry is dated by its own day, else by the record's.

    `page` is the page that shows the same, where it is not `path` itself.
    """
    known = reference()
    base = f"{settings.PUBLIC_URL}/{viewer.language}"
    ElementTree.register_namespace("", "http://www.w3.org/2005/Atom")
    feed = ElementTree.Element("{http://www.w3.org/2005/Atom}feed", {"xml:lang": viewer.language})

    def put(parent, name: str, text: str = "", **attributes: str):
        child = ElementTree.SubElement(parent, f"{{http://www.w3.org/2005/Atom}}{name}", attributes)
        child.text = text or None
        return child

    sourced = (known.dialogue.as_of or viewer.today).isoformat() + "T00:00:00Z"
    put(feed, "id", f"{base}/{path}")
    put(feed, "title", f"{title} – {known.dialogue.short_name.in_language(viewer.language)}")
    put(feed, "subtitle", notice(viewer.language))
    put(feed, "link", href=f"{base}/{path if page is None else page}", rel="alternate", type="text/html")
    put(feed, "link", href=f"{base}/{path}.atom", rel="self", type="application/atom+xml")
    put(put(feed, "author"), "name", known.dialogue.name.in_language(viewer.language))
    entries = list(rows)[:100]
    put(feed, "updated", max([_moment(row, sourced) for row in entries], default=sourced))
    for row in entries:
        entry = put(feed, "entry")
        target = f"{base}/{page_path(row.address) or path}"
        put(entry, "id", f"{base}/{row.address}")
        put(entry, "title", title_of(row).in_language(viewer.language))
        put(entry, "link", href=target, rel="alternate", type="text/html")
        put(entry, "updated", _moment(row, sourced))
        summary = next(
            (getattr(row, name) for name in ("summary", "text", "note") if getattr(row, name, None)), None
        )
        if summary:
            put(entry, "summary", plain(summary, viewer.language))
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _moment(row: Any, otherwise: str) -> str:
    for name in ("happened_on", "dated_on", "starts_on"):
        day = getattr(row, name, None)
        if day:
            return f"{day.isoformat()}T00:00:00Z"
    return otherwise
