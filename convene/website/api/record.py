"""Where sources differ, search, links, and every public table as it is declared."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import override
from ninja import Query, Schema
from pydantic import create_model

from convene.core.addresses import parse_address
from convene.core.tables import Kind, Table, all_tables
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry.lists import as_data, envelope, notice, public_rows
from convene.registry.models import Claim, Difference, Link
from convene.registry.queries import claims_behind, page_path
from convene.registry.queries.addresses import visible_titles
from convene.registry.queries.hidden import hidden_addresses
from convene.search.queries import search as search_the_record
from convene.website.api import schemas, telling
from convene.website.api.service import (
    ROOT,
    USUAL_SIZE,
    PageNumber,
    PageSize,
    Question,
    api,
    endpoint,
    no_such,
    one_page,
)

Words = Annotated[str, Query(description="Words in any language of the record, in any grammatical form.")]
KindAsked = Annotated[str, Query(description="Kind of thing: meeting, state, document, project ...")]
StateAsked = Annotated[str, Query(description="Code of a state.")]
Year = Annotated[int | None, Query(ge=1, le=9999)]


@endpoint("differences", summary="Where sources differ", answer=schemas.Differences, tag="Sources")
def differences(question: Question, page: PageNumber = 1, size: PageSize = USUAL_SIZE) -> dict[str, Any]:
    """Every public difference between sources, by number, with the claims on both sides and our reading."""
    rows = Difference.objects.public().order_by("number").prefetch_related("kinds")
    return one_page(question, rows, page, size, lambda some: _differences(some, question.viewer))


@endpoint("differences/{number}", summary="One difference", answer=schemas.DifferenceAnswer, tag="Sources")
def difference(question: Question, number: str) -> dict[str, Any]:
    """One public difference by its number."""
    numbers = int(number) if number.isdecimal() and len(number) < 5 else None
    row = Difference.objects.public().filter(number=numbers).prefetch_related("kinds").first()
    if row is None or numbers is None:
        raise no_such(f"difference/{number}")
    return _differences([row], question.viewer)[0] | {"notice": notice(question.language)}


def _differences(rows: Iterable[Difference], viewer: Viewer) -> list[dict[str, Any]]:
    rows = list(rows)
    claims: dict[str, list[Claim]] = claims_behind([row.address for row in rows], viewer)
    return [
        {
            "number": row.number,
            "address": row.address,
            "subject": row.subject.plain(),
            "kinds": [kind.key for kind in row.kinds.all()],
            "reading": row.reading.plain(),
            "about": [one for one in row.about if one.partition("#")[0] not in hidden_addresses()],
            "claims": [telling.claim(one, viewer) for one in claims.get(row.address, [])],
            "page": telling.url_of(row.address, viewer),
        }
        for row in rows
    ]


@endpoint("search", summary="Search everything", answer=schemas.SearchAnswer, tag="Search")
def search(
    question: Question,
    q: Words = "",
    kind: KindAsked = "",
    state: StateAsked = "",
    year: Year = None,
    page: PageNumber = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """What the public record holds on `q`, best first; `why` says where and by which words each item matched."""
    viewer = question.viewer
    found = search_the_record(
        q,
        viewer.language,
        kind=kind or None,
        state=state.upper() or None,
        year=year,
        page=page,
        size=size,
    )
    items = [
        {
            "address": item.address,
            "kind": item.kind,
            "title": item.title,
            "title_language": item.title_language,
            "excerpt": "".join(text for text, _is_match in item.excerpt),
            "excerpt_language": item.excerpt_language,
            "why": [
                {"where": one.where, "language": one.language, "words": list(one.words)} for one in item.why
            ],
            "states": list(item.states),
            "year": item.year,
            "date": item.date.isoformat() if item.date else None,
            "url": telling.url_of(item.path, viewer),
        }
        for item in found.items
    ]
    following = question.page_url(page + 1) if page < found.pages else None
    return envelope(items, language=viewer.language, count=found.count, following=following) | {
        "facets": {name: [value._asdict() for value in values] for name, values in found.facets.items()},
        "corrected": found.corrected,
        "relaxed": found.relaxed,
        "hint": found.hint,
    }


@endpoint("links", summary="Threads between things", answer=schemas.Links, tag="Tables")
def links(
    question: Question,
    address: Annotated[
        str,
        Query(description="Address of a thing, as document/action-plan-2012-2016; all links if left out."),
    ] = "",
    page: PageNumber = 1,
    size: PageSize = USUAL_SIZE,
) -> dict[str, Any]:
    """What a thing is tied to: adopted at, part of, led to; in both directions."""
    viewer = question.viewer
    thing = parse_address(address).thing if address else ""
    rows = Link.objects.select_related("relation").order_by("key")
    if thing:
        rows = rows.filter(
            Q(start=thing) | Q(end=thing) | Q(start__startswith=f"{thing}#") | Q(end__startswith=f"{thing}#")
        )
    titles = visible_titles({end for row in rows for end in (row.start, row.end)}, viewer)
    # A thread to something hidden is hidden with it, and not counted either.
    shown = [row for row in rows if _thing(row.start) in titles and _thing(row.end) in titles]
    answer = one_page(
        question, shown, page, size, lambda some: [_link(row, thing, titles, viewer) for row in some]
    )
    return answer | {"address": thing}


def _thing(address: str) -> str:
    return address.partition("#")[0]


def _link(row: Link, thing: str, titles: dict[str, Text], viewer: Viewer) -> dict[str, Any]:
    is_outgoing = not thing or _thing(row.start) == thing
    other = row.end if is_outgoing else row.start
    path = page_path(other)
    return {
        "relation": row.relation.key,
        "direction": "from" if is_outgoing else "to",
        "start": row.start,
        "end": row.end,
        "address": other,
        "title": titles[_thing(other)].in_language(viewer.language),
        "url": telling.url_of(path, viewer) if path else None,
        "note": row.note.in_language(viewer.language),
    }


# --- Every public table, from its declaration -----------------------------------------------------------


def public_tables() -> dict[str, Table]:
    return {table.name: table for table in all_tables() if table.public}


def table_asked(name: str) -> Table:
    table = public_tables().get(name)
    if table is None:
        raise no_such(f"table/{name}")
    return table


def _rows(question: Question, table: Table, page: int, size: int) -> dict[str, Any]:
    rows: QuerySet = public_rows(table)
    return one_page(question, rows, page, size, lambda some: as_data(table, some))


@endpoint("tables", summary="The tables of the record", answer=schemas.Tables, tag="Tables")
def tables(question: Question) -> dict[str, Any]:
    """Every public table with its columns: what packs, lists and this API are made of."""
    items = [
        {
            "name": table.name,
            "label": str(table.label),
            "kind": table.kind,
            "rows": public_rows(table).count(),
            "columns": [
                {
                    "name": column.name,
                    "kind": str(column.kind),
                    "label": str(table.label_of(column)),
                    "to": column.to,
                }
                for column in table.public_columns()
            ],
            "url": f"{settings.PUBLIC_URL}{ROOT}tables/{table.name}",
        }
        for table in public_tables().values()
    ]
    return envelope(items, language=question.language)


@endpoint("tables/{name}", summary="The rows of a table", answer=schemas.Rows, tag="Tables")
def table_rows(
    question: Question, name: str, page: PageNumber = 1, size: PageSize = USUAL_SIZE
) -> dict[str, Any]:
    """The public rows and columns of any table; texts in every language, references as keys or addresses."""
    return _rows(question, table_asked(name), page, size)


@endpoint("tables/{name}/{key}", summary="One row of a table", answer=dict[str, Any], tag="Tables")
def table_row(question: Question, name: str, key: str) -> dict[str, Any]:
    """One public row by its key."""
    table = table_asked(name)
    found = as_data(table, public_rows(table).filter(key=key))
    if not found:
        raise no_such(f"{table.kind}/{key}")
    return found[0] | {"notice": notice(question.language)}


def _register_short_paths() -> None:
    """/states beside /tables/states, for every table without an endpoint of its own."""
    taken = {"meetings", "differences", "links", "states"}
    with override("en"):
        for table in public_tables().values():
            if table.name not in taken:
                _register_short_path(table)


def _register_short_path(table: Table) -> None:
    def rows(question: Question, page: PageNumber = 1, size: PageSize = USUAL_SIZE) -> dict[str, Any]:
        return _rows(question, table, page, size)

    rows.__name__ = f"list_{table.name}"
    rows.__doc__ = f"The public rows of the table {table.name}."
    endpoint(table.name, summary=str(table.label), answer=_schema_of(table), tag="Tables")(rows)


_JSON_TYPES = {Kind.PROSE: schemas.Languages, Kind.NUMBER: int | None, Kind.YESNO: bool}
_LISTS = (Kind.REFS, Kind.ADDRESSES, Kind.SOURCES, Kind.CLAIMS)


def _schema_of(table: Table) -> Any:
    """The list's schema, made from the table's columns."""
    columns = {
        column.name: list[str] if column.kind in _LISTS else _JSON_TYPES.get(column.kind, str | None)
        for column in table.public_columns()
    }
    row = create_model(f"RowOf{table.model.__name__}", __base__=Schema, address=str, page=str, **columns)
    return create_model(f"RowsOf{table.model.__name__}", __base__=schemas.Listed, items=list[row])


@endpoint("", summary="What can be asked", answer=schemas.Endpoints, tag="About")
def endpoints(question: Question) -> dict[str, Any]:
    """The endpoints with what each answers."""
    paths = openapi()["paths"]
    items = [{"path": path, "summary": told["get"]["summary"]} for path, told in paths.items()]
    return envelope(items, language=question.language) | {
        "openapi": f"{settings.PUBLIC_URL}{ROOT}openapi.json"
    }


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The OpenAPI description of everything registered. It takes a tenth of a second and never changes."""
    return api.get_openapi_schema(path_prefix=ROOT)


_register_short_paths()
