"""
What every page needs of the registry, held in memory per record version: the dialogue, actors and
their names, groups, and where sources differ. A page then costs a handful of queries.

Some 500 small rows. Any committed change bumps the record version, and the next question reads anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from convene.accounts import record_version
from convene.core.periods import Period
from convene.core.text import Text
from convene.registry.designations import Name
from convene.registry.models import (
    Actor,
    Concept,
    Designation,
    Dialogue,
    Difference,
    Gap,
    GroupMembership,
)

# A reader who looks back reads page after page of one day.
DAYS_KEPT = 6


@dataclass(frozen=True)
class Reference:
    """
    `names` is actor address -> language -> names, the oldest first; `actors` is address -> row.

    `differences` are all, internal ones too: ask `marks_for`, which knows who may see them.
    """

    version: int
    dialogue: Dialogue
    languages: tuple[str, ...]
    names: dict[str, dict[str, list[Name]]]
    actors: dict[str, Actor]
    groups: tuple[GroupMembership, ...]
    differences: tuple[Difference, ...]
    concepts: dict[int, Concept]  # by primary key, each list in its order
    gaps: tuple[Gap, ...]
    _remembered: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def remembered(self, name: Any, make: Callable[[], Any]) -> Any:
        """
        Return what `make` returned when it was first asked under `name` at this record version.

        For what many pages show alike and is public, such as the lines of the list of meetings. Give few
        names: what is remembered stays until the record changes.
        """
        if name not in self._remembered:
            self._remembered[name] = make()
        return self._remembered[name]

    def remembered_of_day(self, name: Any, day: Hashable, make: Callable[[], Any]) -> Any:
        """`remembered` for what changes with the day too: of each name the days last begun with are kept."""
        held: dict[Hashable, Any] = self.remembered(name, dict)
        try:
            return held[day]
        except KeyError:
            made = make()
        while len(held) >= DAYS_KEPT:
            held.pop(next(iter(held), None), None)
        held[day] = made
        return made

    @property
    def addresses(self) -> dict[int, str]:
        """Primary key of a state or organisation -> its address."""
        return self.remembered("addresses", lambda: {row.pk: address for address, row in self.actors.items()})

    @property
    def source_language(self) -> str:
        return self.languages[0]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.dialogue.time_zone)


_held: tuple[object | None, Reference] | None = None  # the draft it was read in, if in one, and what was read
_pinned: ContextVar[Reference | None] = ContextVar("reference_of_this_request", default=None)


@contextmanager
def one_reference() -> Iterator[Reference]:
    """
    Within this, `reference()` answers without a query and always the same.

    A page asks for names a hundred times; it is read at one record version, so one look at it suffices.
    """
    token = _pinned.set(_latest())
    try:
        yield _pinned.get()
    finally:
        _pinned.reset(token)


def reference() -> Reference:
    """Return the reference of the present record version. Outside `one_reference` it costs one small query."""
    return _pinned.get() or _latest()


def _latest() -> Reference:
    global _held
    version, draft = record_version.current(), record_version.draft()
    held = _held
    if held is None or held[1].version != version or held[0] != draft:
        held = _held = (draft, _read(version))
    return held[1]


def forget() -> None:
    """Drop what is held. For tests, which roll the record version back."""
    global _held
    _held = None


def _read(version: int) -> Reference:
    dialogue = Dialogue.objects.first() or Dialogue(
        key="none", name=Text.of(en="Convene"), short_name=Text.of(en="Convene"), languages="en"
    )
    names: dict[str, dict[str, list[Name]]] = defaultdict(lambda: defaultdict(list))
    rows = Designation.objects.select_related("actor").order_by("starts_on")
    # SQLite sorts an absent start first, PostgreSQL last: absent means since ever.
    for row in sorted(rows, key=lambda row: row.starts_on.toordinal() if row.starts_on else 0):
        names[row.actor.address][row.language].append(
            Name(
                code=row.actor.key,
                short=row.short,
                long=row.long or row.short,
                language=row.language,
                sort_key=row.sort_key,
                mark=row.mark,
                footnote=row.footnote,
                acronym=row.acronym,
                reviewed=row.reviewed,
                key=row.key,
                starts_told=row.starts_told,
                ends_told=row.ends_told,
                period=Period(row.starts_on, row.ends_on),
            )
        )
    languages = tuple(dialogue.language_codes) or ("en",)
    return Reference(
        version=version,
        dialogue=dialogue,
        languages=languages,
        names={address: dict(by_language) for address, by_language in names.items()},
        actors={actor.address: actor for actor in Actor.objects.all()},
        groups=tuple(
            GroupMembership.objects.select_related("group", "state").order_by("group__position", "group__key")
        ),
        differences=tuple(Difference.objects.order_by("number")),
        concepts={concept.pk: concept for concept in Concept.objects.order_by("scheme", "position", "key")},
        gaps=tuple(Gap.objects.order_by("position", "key")),
    )
