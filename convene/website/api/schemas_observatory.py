"""The shapes of the Observatory's answers."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from convene.website.api.schemas import Listed


class Concept(Schema):
    """What a figure counts: two figures of different concepts are never one series."""

    measure: str = Field(description="stock, flow, balance, share, index, rank or letters.")
    population: str = Field(description="Of whom: born-abroad, foreign-citizens, refugees ...")
    counted: str = Field(description="persons, applications, decisions, permits, money ...")
    moment: str = Field(description="midyear, 1-january, 31-december, year, month-end ...")
    rounding: int
    in_words: str


class Flag(Schema):
    flag: str
    meaning: str


class Territory(Schema):
    area: str
    text: str


class Figure(Schema):
    """One figure, or its absence: then `value` is null and `reason` says why. Absent is never zero."""

    value: Any = Field(
        description="A number; [code, number] for the largest counterpart; letters for a type of data; or null."
    )
    unit: str
    unit_name: str
    indicator: str
    state: str
    counterpart: str | None = None
    year: int | None
    month: int | None = None
    sex: str | None
    edition: str | None = Field(description="Key of the edition that says so.")
    edition_note: str | None = Field(
        None,
        description="Where the newest edition has nothing of the state and an older one answers: says so.",
    )
    newest_edition: str | None = Field(
        None, description="Key of the newest edition, where it was passed over."
    )
    older_edition: str | None = Field(
        None, description="Where there is no value: key of an older edition that has this very figure."
    )
    sum_of: int | None = Field(
        None, description="12 or 4: the year is the sum of its months or quarters, added here."
    )
    dataset: str
    concept: Concept
    flag: str | None = Field(description="The producer's flags, in the producer's order.")
    flags: list[Flag]
    footnote: str | None
    territory: list[Territory] = Field(
        description="What the producer's figures of this area include or leave out."
    )
    row: int | None = Field(
        description="Line or sheet row in the publisher's file; null where made from several."
    )
    passport: str | None = Field(description="The permanent page about this very figure.")
    attribution: str
    licence: str
    reason: str | None = None


class Figures(Listed):
    items: list[Figure]


class IndicatorRow(Schema):
    code: str
    name: str
    unit: str
    unit_name: str
    definition: str
    dataset: str
    section: str
    counterpart: str = Field(description="Who stands on the other side: origin, citizenship, none ...")
    concept: Concept
    derivation: str | None
    edition: str | None = Field(description="The edition that answers where none is asked for.")
    editions: list[str]
    page: str


class Indicators(Listed):
    items: list[IndicatorRow]


class DatasetRow(Schema):
    key: str
    title: str
    producer: str
    licence: str
    licence_url: str | None
    attribution: str
    url: str | None
    note: str | None
    editions: list[str]
    page: str


class Datasets(Listed):
    items: list[DatasetRow]


class EditionRow(Schema):
    key: str
    dataset: str
    label: str
    published: str | None
    citation: str | None
    rows: int
    complete: bool = Field(description="Whether all of the file is here, or only what the pack carries.")
    available: bool
    indicators: list[str]
    file: str | None
    sha256: str | None
    origin: str | None
    retrieved_on: str | None
    page: str


class Editions(Listed):
    items: list[EditionRow]


class Gap(Schema):
    """Years without a figure, with the reason; `years` is null where the producer never has one."""

    indicator: str
    state: str
    years: list[int] | None
    reason: str
    code: str
    edition: str | None


class Gaps(Listed):
    items: list[Gap]


class Area(Schema):
    code: str
    name: str
    language: str
    footnote: str


class TopRow(Figure):
    rank: int
    other: Area = Field(description="The other side, under its name.")


class Top(Listed):
    items: list[TopRow]
    note: str | None = Field(default=None, description="Said where only a part of the edition is here.")
