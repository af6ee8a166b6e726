"""
What there is, as SDMX names it: agency, concepts, codelists, the data structure, a dataflow for each dataset.

Names come in every language of the dialogue; a state's name from the registry with its obligatory footnote.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.areas import area_name, states_of_the_record
from convene.observatory.exports.described import SELECTION, in_all_languages
from convene.observatory.exports.sdmx.model import (
    AGENCY,
    ATTRIBUTES,
    CONCEPTS,
    DIMENSIONS,
    EVERY,
    FREQUENCIES,
    SEXES,
    STRUCTURE,
    TIME_DIMENSION,
    VALUE,
    VERSION,
    edition_code,
    urn,
)
from convene.observatory.observation import TOTAL
from convene.observatory.queries.catalogue import opened
from convene.registry.queries.reference import reference

Texts = dict[str, str]  # language -> text
# The kinds of artefacts, by the word of the REST address; a message holds them in this order.
KINDS = ("agencyscheme", "dataflow", "codelist", "conceptscheme", "datastructure")
PACKAGES = {
    "agencyscheme": "base.AgencyScheme",
    "dataflow": "datastructure.Dataflow",
    "codelist": "codelist.Codelist",
    "conceptscheme": "conceptscheme.ConceptScheme",
    "datastructure": "datastructure.DataStructure",
}


@dataclass(frozen=True)
class Item:
    """A code, a concept or an agency."""

    id: str
    names: Texts
    descriptions: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Artefact:
    """Something that is maintained: of one of KINDS. `items` is made when it is asked for."""

    kind: str
    id: str
    names: Texts
    descriptions: Texts = field(default_factory=dict)
    made: Callable[[], list[Item]] = list
    is_partial: bool = False

    def only(self, wanted: Collection[str]) -> Artefact:
        """The same with some of its items."""
        return replace(self, made=lambda: [item for item in self.items if item.id in wanted], is_partial=True)

    @property
    def items(self) -> list[Item]:
        return self.made()

    @property
    def version(self) -> str:
        return "1.0" if self.kind == "agencyscheme" else VERSION

    @property
    def urn(self) -> str:
        return urn(PACKAGES[self.kind], self.id, self.version)


def artefacts(viewer: Viewer) -> list[Artefact]:
    """Everything there is, by kind. `viewer` settles the day on which states are named."""
    return [
        Artefact("agencyscheme", "AGENCIES", in_all_languages(lambda: _("Agencies")), made=_agencies),
        *_dataflows(),
        *_codelists(viewer),
        Artefact(
            "conceptscheme", CONCEPTS, in_all_languages(lambda: _("Concepts of figures")), made=_concepts
        ),
        Artefact(
            "datastructure", STRUCTURE, in_all_languages(lambda: _("Figures of the Migration Observatory"))
        ),
    ]


def _agencies() -> list[Item]:
    return [Item(AGENCY, {"en": "Convene"})]


def _dataflows() -> Iterator[Artefact]:
    """The datasets with figures; the description is the attribution, and whether figures are left out."""
    known, _held = opened()
    selected = in_all_languages(lambda: SELECTION)
    for key, dataset in known.datasets.items():
        editions = [one for one in known.editions_of.get(key, ()) if one.key in known.served]
        if editions:
            words = dataset.attribution.plain()
            if not editions[0].complete:
                words = {code: f"{text} {selected.get(code, '')}".strip() for code, text in words.items()}
            yield Artefact("dataflow", key, dataset.title.plain(), words)


def _concepts() -> list[Item]:
    components = (*DIMENSIONS, TIME_DIMENSION, VALUE, *ATTRIBUTES)
    return [
        Item(
            one.id,
            in_all_languages(lambda one=one: one.name),
            in_all_languages(lambda one=one: one.description),
        )
        for one in components
    ]


def _codelists(viewer: Viewer) -> Iterator[Artefact]:
    def named(ident: str, title: Callable[[], str], made: Callable[[], list[Item]]) -> Artefact:
        return Artefact("codelist", ident, in_all_languages(title), made=made)

    yield named("CL_INDICATOR", lambda: _("Indicators"), _indicators)
    yield named("CL_FREQ", lambda: _("Frequencies"), lambda: _worded(FREQUENCIES))
    yield named("CL_AREA", lambda: _("States and areas"), lambda: _areas(viewer))
    yield named("CL_SEX", lambda: _("Sexes"), lambda: _worded(SEXES))
    yield named("CL_AGE", lambda: _("Ages"), _ages)
    yield named("CL_EDITION", lambda: _("Editions"), _editions)
    yield named("CL_UNIT", lambda: _("Units"), _units)


def _worded(words: dict[str, Any]) -> list[Item]:
    return [Item(code, in_all_languages(lambda word=word: word)) for code, word in words.items()]


def _indicators() -> list[Item]:
    known, _held = opened()
    return [
        Item(code, known.indicators[code].name.plain(), known.indicators[code].definition.plain())
        for code in sorted(known.default)
    ]


def _units() -> list[Item]:
    known, _held = opened()
    units = {
        row.unit: row.unit_name.plain() for code, row in known.indicators.items() if code in known.default
    }
    return [Item(code, names) for code, names in sorted(units.items())]


def _editions() -> list[Item]:
    """One code may be an edition of several datasets: its name lists them."""
    known, _held = opened()
    labels = {edition_code(key): known.editions[key].label for key in known.served}
    return [Item(code, {"en": label}) for code, label in sorted(labels.items())]


def _areas(viewer: Viewer) -> list[Item]:
    known, _held = opened()
    every = in_all_languages(lambda: _("All, or none"))
    codes = sorted({*states_of_the_record(), *known.territories})
    viewers = [Viewer(viewer.day, viewer.today, language) for language in reference().languages]
    found = [Item(EVERY, every)]
    for code in codes:
        names = {one.language: area_name(code, one) for one in viewers}
        footnotes = {language: name.footnote for language, name in names.items() if name.footnote}
        found.append(Item(code, {language: _marked(name) for language, name in names.items()}, footnotes))
    return found


def _marked(name: Any) -> str:
    return f"{name.short}{name.mark}" if name.mark and not name.short.endswith(name.mark) else name.short


def _ages() -> list[Item]:
    """The ages of the figures served: codes as "Y15T64" speak for themselves."""
    return [
        Item(EVERY, in_all_languages(lambda: _("All ages"))),
        *(Item(code, _age(code)) for code in _ages_served()),
    ]


def _ages_served() -> tuple[str, ...]:
    def read() -> tuple[str, ...]:
        known, held = opened()
        found: set[str] = set()
        for edition in known.served:
            rows = held.cursor().execute(f"SELECT DISTINCT age FROM {held.table(edition)}")
            found.update(row[0] for row in rows.fetchall())
        return tuple(sorted(found - {TOTAL}))

    return reference().remembered("ages of figures", read)


def _age(code: str) -> Texts:
    told = code.removeprefix("Y")
    if code == "UNK":
        return in_all_languages(lambda: _("Unknown age"))
    if told.startswith("_GE"):
        return in_all_languages(lambda: _("%(age)s years or over") % {"age": told[3:]})
    if told.startswith("_LT"):
        return in_all_languages(lambda: _("under %(age)s years") % {"age": told[3:]})
    first, between, last = told.partition("T")
    if between and first.isdigit():
        return in_all_languages(lambda: _("%(first)s to %(last)s years") % {"first": first, "last": last})
    return {language: code for language in reference().languages}
