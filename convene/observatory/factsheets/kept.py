"""
The figures of a factsheet as they were when its state saw it and when it was released: kept, and read again.

What is kept is the figures, in no language, with the state's own words as they stood: page, PDF and Word file are
made of them by the one template. Figures that are read again have the fingerprint they were kept under, or are not
used at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from convene.core.text import Text
from convene.observatory.factsheets.figures import Figures, figures_of
from convene.observatory.models import Factsheet, FactsheetEdition, FrameEntry, NationalValue
from convene.observatory.queries.catalogue import Catalogue, catalogue
from convene.observatory.store import Found

_NATIONAL = ("key", "value", "unit", "reference_date", "source", "source_url")
_FRAME = ("key", "topic", "as_of", "source", "source_url")


@dataclass(frozen=True)
class Readable:
    """What readers of a state's factsheet are shown, and the figures of today: the same until something changes."""

    shown: Figures
    today: Figures

    @property
    def is_current(self) -> bool:
        return self.shown.fingerprint == self.today.fingerprint


def readable(states: Sequence[str]) -> dict[str, Readable]:
    """By state: the released figures where a release stands, else those of today."""
    today = figures_of(states)
    released = dict(
        Factsheet.objects.filter(key__in=states).exclude(released_fingerprint="")
        .values_list("key", "released_fingerprint")
    )  # fmt: skip
    found = {}
    for state, figures in today.items():
        # Also where the fingerprint is that of today: the day of the newest edition is not part of it.
        older = kept_figures(state, released[state]) if state in released else None
        found[state] = Readable(older or figures, figures)
    return found


def kept_figures(state: str, fingerprint: str) -> Figures | None:
    """The figures that were kept under this fingerprint; None where there are none, or they are no longer whole."""
    row = FactsheetEdition.objects.filter(factsheet__key=state, fingerprint=fingerprint).first()
    figures = figures_from(row.figures, catalogue()) if row else None
    return figures if figures and figures.fingerprint == fingerprint else None


def data_of(figures: Figures) -> dict[str, Any]:
    """Figures as JSON. Totals lie by indicator and edition, so that a line is year, month, value, flag, note, row."""
    totals = {
        code: [[row.edition, row.year, row.month, row.value, row.flag, row.note, row.row] for row in rows]
        for code, rows in figures.totals.items()
    }
    return {
        "state": figures.state,
        "day": figures.day.isoformat(),
        "totals": totals,
        "tops": {name: [list(astuple(row)) for row in rows] for name, rows in figures.tops.items()},
        "national": [
            {**{name: getattr(row, name) for name in _NATIONAL}, "indicator": row.indicator.key, "definition": row.definition.to_json()}
            for row in figures.national
        ],
        "frame": [
            {**{name: getattr(row, name) for name in _FRAME}, "text": row.text.to_json()} for row in figures.frame
        ],
    }  # fmt: skip


def figures_from(data: dict[str, Any], known: Catalogue) -> Figures | None:
    """The opposite of `data_of`; None where an indicator or an edition is no longer in the catalogue."""
    state = data["state"]
    totals = {
        code: tuple(
            Found(code, state, "", year, month, "T", "T", "", value, flag, note, line, edition)
            for edition, year, month, value, flag, note, line in rows
        )
        for code, rows in data["totals"].items()
    }
    tops = {name: tuple(Found(*row) for row in rows) for name, rows in data["tops"].items()}
    rows = [row for found in (*totals.values(), *tops.values()) for row in found]
    named = {row.indicator for row in rows} | {one["indicator"] for one in data["national"]}
    if not (named <= set(known.indicators) and {row.edition for row in rows} <= set(known.editions)):
        return None
    national = tuple(
        NationalValue(
            indicator=known.indicators[one["indicator"]],
            definition=Text.from_json(one["definition"]),
            **{name: one[name] for name in _NATIONAL},
        )
        for one in data["national"]
    )
    frame = tuple(
        FrameEntry(text=Text.from_json(one["text"]), **{name: one[name] for name in _FRAME})
        for one in data["frame"]
    )
    return Figures(state, totals, tops, national, frame, date.fromisoformat(data["day"]))
