"""The shapes of the API's answers, as its OpenAPI description tells them. The tests hold the answers against these."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

Languages = dict[str, str]


class Refusal(Schema):
    error: str
    detail: str = Field(description="What is wrong and what is expected, in words.")


class Listed(Schema):
    """The shape of every list."""

    count: int = Field(description="How many there are in all, on this page and on the others.")
    next: str | None = Field(None, description="Address of the next page; null on the last.")
    notice: str = Field("", description="Says that the record is unofficial, as long as it is.")


class Actor(Schema):
    """A state or an organisation under its designation, with the footnote that belongs to it."""

    address: str
    code: str = Field(description="ISO 3166-1 alpha-3 of a state (XKX for Kosovo*), key of an organisation.")
    state: str | None = Field(description="The same code where this is a state, else null.")
    name: str = Field(description="Short name with its mark.")
    language: str = Field(
        description="Language of the name: another one where the record lacks the one asked for."
    )
    footnote: str = Field("", description="Obligatory wherever the name is shown.")
    page: str


class Dates(Schema):
    starts_on: str | None
    starts_told: str | None = Field(description="The day as sources tell it, where it is not known exactly.")
    ends_on: str | None = Field(description="First day after the period; null while it is open.")
    ends_told: str | None


class Participant(Actor, Dates):
    status: str
    sources: list[str]


class Uncertain(Actor, Dates):
    counted: bool = Field(description="Whether our reading counts it on this day.")


class ClaimMade(Schema):
    """What one source says, in its words or figures where possible."""

    key: str
    value: str
    quote: str
    source: str
    source_title: str
    place: str
    starts_told: str | None
    ends_told: str | None
    manner: str


class DifferenceNamed(Schema):
    number: int
    subject: str
    page: str


class Participants(Listed):
    count_min: int = Field(description="Fewest there can have been, where some day is not known exactly.")
    count_max: int
    on: str
    as_of: str | None = Field(description="The day on which the record was last sourced.")
    word: str = Field(description="What the dialogue calls those who take part.")
    items: list[Participant]
    uncertain: list[Uncertain]
    sources: list[str]
    claims: list[ClaimMade] = Field(description="What sources say of the number, whichever they say.")
    differences: list[DifferenceNamed]


class Holder(Actor, Dates):
    title: str
    temporary_for: str | None
    note: str
    reason: str
    sources: list[str]


class NoHolder(Dates):
    """A period in which nobody held the office: vacant, or exercised collectively."""

    title: str
    note: str
    reason: str
    sources: list[str]


class Holders(Listed):
    office: str
    on: str
    items: list[Holder]
    note: str = Field("", description="Why nobody holds the office on this day, where the record knows.")
    no_holder: NoHolder | None = None


class StateListed(Actor):
    alpha2: str | None
    takes_part: bool


class States(Listed):
    on: str
    items: list[StateListed]


class Designation(Schema):
    short: str
    long: str
    mark: str
    footnote: str
    language: str
    sort_key: str
    acronym: str
    reviewed: bool


class ParticipationRow(Dates):
    status: str
    reason: str
    sources: list[str]


class GroupRow(Dates):
    group: str
    name: str


class TermRow(Dates):
    office: str
    office_name: str
    body: str | None
    title: str


class StateAnswer(Schema):
    code: str
    address: str
    alpha2: str | None
    page: str
    on: str
    as_of: str | None
    designation: Designation = Field(description="The designation valid on the day asked about.")
    name_today: Designation = Field(description="Today's, which new text uses, also about the past.")
    participation: ParticipationRow | None = Field(
        description="On the day; null where it does not take part."
    )
    participation_is_certain: bool
    history: list[ParticipationRow]
    groups: list[GroupRow]
    terms: list[TermRow]
    differences: list[DifferenceNamed]
    notice: str = ""


class PlaceNamed(Schema):
    key: str
    name: Languages
    country: str | None
    country_name: str


class Meeting(Schema):
    address: str
    key: str
    title: Languages
    printed_title: str | None
    type: list[str]
    starts_on: str | None
    ends_on: str | None = Field(description="First day after the meeting.")
    last_day: str | None
    told: str | None = Field(description="The date as told, where no exact day is known.")
    place: PlaceNamed | None
    mode: str
    convener: str
    status: str
    body: str | None
    ordinal: int | None
    hosts: list[Actor]
    sources: list[str]
    url: str


class Meetings(Listed):
    items: list[Meeting]


class MeetingAnswer(Meeting):
    planned_told: str | None
    people_told: str | None
    states_told: str | None
    note: Languages
    reason: Languages
    claims: list[ClaimMade]
    differences: list[DifferenceNamed]
    notice: str = ""


class DifferenceAnswer(Schema):
    number: int
    address: str
    subject: Languages
    kinds: list[str]
    reading: Languages
    about: list[str]
    claims: list[ClaimMade]
    page: str
    notice: str = ""


class Differences(Listed):
    items: list[DifferenceAnswer]


class Why(Schema):
    where: str
    language: str
    words: list[str]


class Found(Schema):
    address: str
    kind: str
    title: str
    title_language: str
    excerpt: str
    excerpt_language: str
    why: list[Why]
    states: list[str]
    year: int | None
    date: str | None
    url: str


class FacetCount(Schema):
    value: str | int
    label: str
    count: int


class SearchAnswer(Listed):
    items: list[Found]
    facets: dict[str, list[FacetCount]]
    corrected: str = Field("", description="What was searched for instead, where nothing matched as typed.")
    relaxed: str = ""
    hint: str = ""


class LinkRow(Schema):
    relation: str
    direction: str = Field(
        description="“from” where the thing asked about is the start, “to” where it is the end."
    )
    start: str
    end: str
    address: str = Field(description="The other end.")
    title: str
    url: str | None
    note: str


class Links(Listed):
    address: str
    items: list[LinkRow]


class TableNamed(Schema):
    name: str
    label: str
    kind: str
    rows: int
    columns: list[dict[str, Any]]
    url: str


class Tables(Listed):
    items: list[TableNamed]


class Rows(Listed):
    items: list[dict[str, Any]]


class Endpoint(Schema):
    path: str
    summary: str


class Endpoints(Listed):
    items: list[Endpoint]
    openapi: str
