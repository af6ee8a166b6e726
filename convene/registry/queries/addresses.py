"""The one resolver: from an address to the page and the title of the thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from convene.core.addresses import parse_address
from convene.core.fields import MultilingualField
from convene.core.tables import table_of_kind
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry.queries.at_hand import rows_under
from convene.registry.queries.names import designation
from convene.registry.queries.reference import reference

# Kinds without a page of their own are shown on the page of something else: kind -> path for a key.
_SHOWN_AT: dict[str, Callable[[str], str]] = {}


def shown_at(kind: str, path_for: Callable[[str], str]) -> None:
    """Say where things of `kind`, which have no page of their own, are shown. Called from AppConfig.ready."""
    _SHOWN_AT[kind] = path_for
    page_path.cache_clear()


@lru_cache(maxsize=8192)
def page_path(address: str) -> str:
    """
    Return the path, without language, of the page that shows the thing: `state/UKR`, `timeline#...`.

    Empty where no page shows it.
    """
    parsed = parse_address(address)
    table = table_of_kind(parsed.kind)
    if table is not None and table.has_page:
        return parsed.thing
    place = _SHOWN_AT.get(parsed.kind)
    return place(parsed.key) if place else ""


def titles_of(addresses: Iterable[str], *, on: date) -> dict[str, Text]:
    """
    Return address (without property) -> what the thing is called, for all at once: a query a table.

    Names of states come through `designation`. Addresses of nothing are left out.
    """
    keys_by_kind: dict[str, set[str]] = defaultdict(set)
    for address in addresses:
        parsed = parse_address(address)
        keys_by_kind[parsed.kind].add(parsed.key)
    found: dict[str, Text] = {}
    for kind, keys in keys_by_kind.items():
        if kind in ("state", "organisation"):
            found.update({f"{kind}/{key}": _actor_title(f"{kind}/{key}", on) for key in keys})
            continue
        table = table_of_kind(kind)
        if table is None:
            continue
        for row in table.rows().filter(key__in=keys):
            found[f"{kind}/{row.key}"] = title_of(row)
    return found


def visible_titles(addresses: Iterable[str], viewer: Viewer) -> dict[str, Text]:
    """
    Return address -> what the thing is called, for those that the viewer may see.

    Only for things with a multilingual title, name or subject, and for states and organisations; others are
    left out. No query for the public where nothing changed.
    """
    keys_by_kind: dict[str, set[str]] = defaultdict(set)
    found: dict[str, Text] = {}
    actors: dict[str, Text] = reference().remembered_of_day("titles of actors", viewer.today, dict)
    for address in addresses:
        parsed = parse_address(address)
        if parsed.kind in ("state", "organisation"):
            if parsed.thing not in actors:
                actors[parsed.thing] = _actor_title(parsed.thing, viewer.today)
            found[parsed.thing] = actors[parsed.thing]
        else:
            keys_by_kind[parsed.kind].add(parsed.key)
    for kind, keys in keys_by_kind.items():
        table = table_of_kind(kind)
        attribute = _title_field(table.model) if table else ""
        if attribute:
            rows = rows_under(table.model, "key", viewer)
            found.update({f"{kind}/{key}": getattr(rows[key][0], attribute) for key in keys if rows[key]})
    return found


@lru_cache(maxsize=256)
def _title_field(model) -> str:
    for name in ("title", "name", "subject"):
        if any(field.name == name and isinstance(field, MultilingualField) for field in model._meta.fields):
            return name
    return ""


def title_of(row) -> Text:
    """Return what a row is called: its title, name or subject, else its key."""
    for attribute in ("title", "name", "subject"):
        value = getattr(row, attribute, None)
        if isinstance(value, Text) and value:
            return value
        if isinstance(value, str) and value:
            return Text.of(en=value)
    return Text.of(en=row.key)


def _actor_title(address: str, on: date) -> Text:
    languages = reference().languages
    names = {language: designation(address, on=on, language=language) for language in languages}
    return Text.from_plain(
        {language: str(name) for language, name in names.items() if name.language == language},
        source=languages[0],
    )
