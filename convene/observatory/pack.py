"""The tables of the Observatory's catalogue in a data pack. The figures themselves stand in its folder `figures`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from convene.core.tables import Column, Kind, PackFolder, Table, Trouble, register, register_folder
from convene.observatory import models
from convene.observatory.carrying import FOLDER
from convene.observatory.national_tables import NATIONAL_TABLES
from convene.observatory.observation import edition_key, is_area, is_label
from convene.observatory.operations import carried
from convene.observatory.profile_tables import PROFILE_TABLES
from convene.registry.pack import ACTORS, KEY, POSITION, SOURCES, SOURCES_OPTIONAL

Pack = Mapping[str, Mapping[str, Mapping]]


def editions_are_named_by_dataset_and_label(pack: Pack) -> Iterator[Trouble]:
    """The key of an edition is its dataset, a dot and its label: addresses and folders are made of it."""
    for key, row in pack.get("editions", {}).items():
        wanted = edition_key(row.get("dataset", ""), row.get("label", ""))
        if not is_label(row.get("label", "")):
            yield Trouble("editions", key, "label", row.get("label", ""), "letters, digits, dots and hyphens")
        elif key != wanted:
            yield Trouble("editions", key, "key", key, wanted)


def areas_have_codes(pack: Pack) -> Iterator[Trouble]:
    for key in pack.get("territories", {}):
        if not is_area(key):
            yield Trouble("territories", key, "key", key, "three capital letters, or X_ and a word")
    known = {*pack.get("states", {}), *pack.get("territories", {})}
    for key, row in pack.get("territory_notes", {}).items():
        if row.get("area", "") not in known:
            yield Trouble("territory_notes", key, "area", row.get("area", ""), "the code of a state or area")


TABLES = (
    Table(
        name="territories",
        kind="territory",
        model=models.Territory,
        label=_("Areas that figures are about"),
        label_one=_("area"),
        checks=(areas_have_codes,),
        columns=(
            KEY,
            Column("alpha2", Kind.WORD),
            Column("m49", Kind.WORD),
            Column("kind", Kind.CHOICE),
            Column("name", Kind.PROSE),
            SOURCES_OPTIONAL,
        ),
    ),
    Table(
        name="datasets",
        kind="dataset",
        model=models.Dataset,
        label=_("Datasets"),
        label_one=_("dataset"),
        has_page=True,
        ordering=("position", "key"),
        columns=(
            KEY,
            Column("producer", Kind.REF, to=ACTORS),
            Column("title", Kind.PROSE),
            Column("licence", Kind.WORD),
            Column("licence_url", Kind.URL),
            Column("attribution", Kind.PROSE),
            Column("url", Kind.URL),
            Column("note", Kind.PROSE),
            POSITION,
            SOURCES,
        ),
    ),
    Table(
        name="indicators",
        kind="indicator",
        model=models.Indicator,
        label=_("Indicators"),
        label_one=_("indicator"),
        has_page=True,
        ordering=("section", "position", "key"),
        columns=(
            KEY,
            Column("dataset", Kind.REF, to=("datasets",)),
            Column("name", Kind.PROSE),
            Column("unit", Kind.WORD),
            Column("unit_name", Kind.PROSE),
            Column("definition", Kind.PROSE),
            Column("measure", Kind.CHOICE),
            Column("population", Kind.CHOICE),
            Column("counted", Kind.CHOICE),
            Column("moment", Kind.CHOICE),
            Column("rounding", Kind.NUMBER),
            Column("decimals", Kind.NUMBER),
            Column("derivation", Kind.PROSE),
            Column("counterpart_role", Kind.CHOICE),
            Column("section", Kind.CHOICE),
            POSITION,
            SOURCES,
        ),
    ),
    Table(
        name="snapshots",
        kind="snapshot",
        model=models.Snapshot,
        label=_("Publishers' files"),
        label_one=_("publisher's file"),
        in_back_office=False,
        columns=(
            KEY,
            Column("sha256", Kind.WORD),
            Column("file_name", Kind.WORD),
            Column("size", Kind.NUMBER),
            Column("media_type", Kind.WORD),
            Column("origin", Kind.WORD),
            Column("retrieved_on", Kind.DAY),
            Column("licence", Kind.WORD),
        ),
    ),
    Table(
        name="editions",
        kind="edition",
        model=models.Edition,
        label=_("Editions of datasets"),
        label_one=_("edition of a dataset"),
        has_page=True,
        in_back_office=False,
        ordering=("dataset", "label"),
        checks=(editions_are_named_by_dataset_and_label,),
        columns=(
            KEY,
            Column("dataset", Kind.REF, to=("datasets",)),
            Column("label", Kind.WORD),
            Column("published", Kind.TOLD),
            Column("citation", Kind.WORD),
            Column("snapshot", Kind.REF, to=("snapshots",)),
            Column("rows", Kind.NUMBER),
            Column("complete", Kind.YESNO),
            Column("note", Kind.PROSE),
        ),
    ),
    Table(
        name="territory_notes",
        kind="territory-note",
        model=models.TerritoryNote,
        label=_("Notes on territories"),
        label_one=_("note on a territory"),
        columns=(
            KEY,
            Column("dataset", Kind.REF, to=("datasets",)),
            Column("area", Kind.WORD),
            Column("text", Kind.PROSE),
            SOURCES,
        ),
    ),
)


def declare() -> None:
    register_folder(PackFolder(FOLDER, carried.check, carried.load, carried.export))
    register(*TABLES, *NATIONAL_TABLES, *PROFILE_TABLES)
