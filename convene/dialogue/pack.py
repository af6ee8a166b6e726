"""The tables of meetings, phases and milestones in a data pack, and their public fields."""

from django.utils.translation import gettext_lazy as _

from convene.core.tables import Column, Kind, Table, register
from convene.dialogue import models
from convene.registry.pack import ACTORS, KEY, PERIOD, READING, VISIBILITY

TABLES = (
    Table(
        name="meetings",
        kind="meeting",
        model=models.Meeting,
        label=_("Meetings"),
        label_one=_("meeting"),
        has_page=True,
        ordering=("-starts_on", "key"),
        columns=(
            KEY,
            Column("title", Kind.PROSE),
            Column("printed_title", Kind.WORD),
            Column("kinds", Kind.REFS, to=("concepts",), scheme="meeting-kind", required=True),
            Column("starts_on", Kind.DAY, required=True),
            Column("last_day", Kind.DAY),
            Column("told", Kind.TOLD),
            Column("planned_told", Kind.TOLD),
            Column("place", Kind.REF, to=("places",)),
            Column("mode", Kind.CHOICE),
            Column("convener", Kind.CHOICE),
            Column("status", Kind.CHOICE),
            Column("body", Kind.REF, to=("bodies",)),
            Column("ordinal", Kind.NUMBER),
            Column("hosts", Kind.REFS, to=ACTORS),
            Column("people_told", Kind.WORD),
            Column("states_told", Kind.WORD),
            Column("note", Kind.PROSE),
            VISIBILITY,
            *READING,
        ),
    ),
    Table(
        name="phases",
        kind="phase",
        model=models.Phase,
        label=_("Phases"),
        label_one=_("phase"),
        ordering=("starts_on",),
        columns=(
            KEY,
            Column("number", Kind.WORD),
            Column("name", Kind.PROSE),
            Column("text", Kind.PROSE),
            *PERIOD,
            *READING,
        ),
    ),
    Table(
        name="milestones",
        kind="milestone",
        model=models.Milestone,
        label=_("Milestones"),
        label_one=_("milestone"),
        ordering=("happened_on", "key"),
        columns=(
            KEY,
            Column("title", Kind.PROSE),
            Column("text", Kind.PROSE),
            Column("happened_on", Kind.DAY, required=True),
            Column("told", Kind.TOLD),
            Column("meeting", Kind.REF, to=("meetings",)),
            *READING,
        ),
    ),
)


def declare() -> None:
    register(*TABLES)
