"""What states say of themselves, and which states are covered by decision, in a data pack: accepted words only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from convene.core.tables import Column, Kind, Table, Trouble
from convene.observatory import models
from convene.observatory.enums import SubmissionStatus
from convene.registry.pack import KEY, POSITION, SOURCES_OPTIONAL

Pack = Mapping[str, Mapping[str, Mapping]]
ACCEPTED = (("status", SubmissionStatus.ACCEPTED.value),)


def coverages_are_named_by_their_state(pack: Pack) -> Iterator[Trouble]:
    """One decision a state, under the state's code."""
    for key, row in pack.get("coverages", {}).items():
        if key != row.get("state", ""):
            yield Trouble("coverages", key, "key", key, row.get("state", ""))


NATIONAL_TABLES = (
    Table(
        name="coverages",
        kind="coverage",
        model=models.Coverage,
        label=_("Decisions to cover states that do not take part"),
        label_one=_("decision to cover a state"),
        checks=(coverages_are_named_by_their_state,),
        columns=(
            KEY,
            Column("state", Kind.REF, to=("states",)),
            Column("decision", Kind.PROSE),
            Column("decided_on", Kind.DAY),
            Column("ends_on", Kind.DAY),
            SOURCES_OPTIONAL,
        ),
    ),
    Table(
        name="national_values",
        kind="national-value",
        model=models.NationalValue,
        label=_("National figures"),
        label_one=_("national figure"),
        in_back_office=False,
        fixed=ACCEPTED,
        columns=(
            KEY,
            Column("state", Kind.REF, to=("states",)),
            Column("indicator", Kind.REF, to=("indicators",)),
            Column("value", Kind.WORD),
            Column("unit", Kind.WORD),
            Column("definition", Kind.PROSE),
            Column("reference_date", Kind.TOLD),
            Column("source", Kind.WORD),
            Column("source_url", Kind.URL),
        ),
    ),
    Table(
        name="frame_entries",
        kind="frame-entry",
        model=models.FrameEntry,
        label=_("National frames"),
        label_one=_("entry of a national frame"),
        in_back_office=False,
        fixed=ACCEPTED,
        columns=(
            KEY,
            Column("state", Kind.REF, to=("states",)),
            Column("topic", Kind.CHOICE),
            Column("text", Kind.PROSE),
            Column("as_of", Kind.TOLD),
            Column("ended_on", Kind.DAY),
            Column("source", Kind.WORD),
            Column("source_url", Kind.URL),
            POSITION,
        ),
    ),
)
