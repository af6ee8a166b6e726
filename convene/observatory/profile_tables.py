"""The tables of Migration Profiles in a data pack, and the rules that a pack of them must keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from convene.core.chain import seal
from convene.core.tables import Column, Kind, Table, Trouble
from convene.observatory.models import profiles
from convene.observatory.profile_parts import parts_by_key
from convene.observatory.profile_rounds import ProfileKind, StepNotPossible, Way, after
from convene.registry.pack import ACTORS, KEY, POSITION, SOURCES_OPTIONAL
from convene.registry.silence import Event

Pack = Mapping[str, Mapping[str, Mapping]]


def profiles_are_named_by_state_kind_and_year(pack: Pack) -> Iterator[Trouble]:
    """A profile has the key STATE-kind-year, and so the address under which it is published."""
    for key, row in pack.get("profiles", {}).items():
        wanted = profiles.Profile.key_for(row.get("state", ""), row.get("kind", ""), row.get("year", ""))
        if key != wanted:
            yield Trouble("profiles", key, "key", key, wanted)


def parts_are_of_the_template(pack: Pack) -> Iterator[Trouble]:
    """Paragraphs and figures stand in parts that the template of their profile has."""
    versions, known = pack.get("profile_versions", {}), pack.get("profiles", {})
    for table in ("profile_paragraphs", "profile_figures"):
        for key, row in pack.get(table, {}).items():
            profile = known.get(versions.get(row.get("version", ""), {}).get("profile", ""), {})
            if profile.get("kind") not in ProfileKind.values:
                continue  # told by the check of references
            parts = parts_by_key(profile["kind"])
            if row.get("part") not in parts:
                yield Trouble(table, key, "part", row.get("part", ""), f"one of {', '.join(parts)}")


def steps_are_possible_and_sealed(pack: Pack) -> Iterator[Trouble]:
    """
    The steps of a profile are numbered from 1, each can follow those before it, and the chain is whole.

    A public copy of the record has no seals, no notes and no rounds: there nothing can be checked.
    """
    versions = pack.get("profile_versions", {})
    by_profile: dict[str, list[tuple[str, Mapping]]] = defaultdict(list)
    for key, row in pack.get("profile_steps", {}).items():
        by_profile[row.get("profile", "")].append((key, row))
    for profile, steps in by_profile.items():
        if any(row.get("seal") for _key, row in steps):
            yield from _troubles_of_a_chain(profile, steps, versions)


def _troubles_of_a_chain(profile: str, steps: list[tuple[str, Mapping]], versions) -> Iterator[Trouble]:
    way, previous = Way(), ""
    for place, (key, row) in enumerate(sorted(steps, key=lambda step: _number(step[1])), 1):
        if _number(row) != place:
            yield Trouble("profile_steps", key, "number", str(row.get("number", "")), str(place))
            return
        version = versions.get(row.get("version", ""), {})
        try:
            day = date.fromisoformat(row.get("happened_on", ""))
        except ValueError:
            return  # told by the check of days
        number = _number(version)
        event = Event(row.get("what", ""), day, row.get("actor", ""), number, row.get("remark", ""))
        try:
            way = after(way, event)
        except StepNotPossible as refused:
            yield Trouble("profile_steps", key, "what", event.what, f"a step that can follow: {refused.why}")
            return
        previous = seal(
            previous,
            profiles.step_content(
                profile=profile,
                number=place,
                what=event.what,
                on=day.isoformat(),
                version=number,
                actor=event.by,
                note=event.note,
                person=row.get("person_mark", ""),
            ),
        )
        if row.get("seal") != previous:
            yield Trouble("profile_steps", key, "seal", row.get("seal", ""), previous)
            return


def _number(row: Mapping) -> int:
    told = str(row.get("number", ""))
    return int(told) if told.isdigit() else 0


PROFILE_TABLES = (
    Table(
        name="profiles",
        kind="profile",
        model=profiles.Profile,
        label=_("Migration Profiles"),
        label_one=_("Migration Profile"),
        has_page=True,
        in_back_office=False,
        ordering=("state__key", "-year", "kind"),
        checks=(profiles_are_named_by_state_kind_and_year,),
        columns=(
            KEY,
            Column("state", Kind.REF, to=("states",)),
            Column("kind", Kind.CHOICE, required=True),
            Column("year", Kind.NUMBER),
        ),
    ),
    Table(
        name="profile_versions",
        kind="profile-version",
        model=profiles.ProfileVersion,
        label=_("Versions of Migration Profiles"),
        label_one=_("version of a Migration Profile"),
        in_back_office=False,
        ordering=("profile", "number"),
        columns=(
            KEY,
            Column("profile", Kind.REF, to=("profiles",)),
            Column("number", Kind.NUMBER),
            Column("copied_from", Kind.REF, to=("profile_versions",), public=False),
        ),
    ),
    Table(
        name="profile_paragraphs",
        kind="profile-paragraph",
        model=profiles.ProfileParagraph,
        label=_("Paragraphs of Migration Profiles"),
        label_one=_("paragraph of a Migration Profile"),
        in_back_office=False,
        ordering=("version", "part", "position", "key"),
        checks=(parts_are_of_the_template,),
        columns=(
            KEY,
            Column("version", Kind.REF, to=("profile_versions",)),
            Column("part", Kind.WORD),
            POSITION,
            Column("text", Kind.PROSE),
            Column("told_sources", Kind.WORD),
            Column("copied", Kind.YESNO, public=False),
            SOURCES_OPTIONAL,
        ),
    ),
    Table(
        name="profile_figures",
        kind="profile-figure",
        model=profiles.ProfileFigure,
        label=_("Figures of Migration Profiles"),
        label_one=_("figure of a Migration Profile"),
        in_back_office=False,
        ordering=("version", "part", "position", "key"),
        columns=(
            KEY,
            Column("version", Kind.REF, to=("profile_versions",)),
            Column("part", Kind.WORD),
            POSITION,
            Column("indicator", Kind.WORD),
            Column("year", Kind.NUMBER),
            Column("seen_value", Kind.WORD),
            Column("seen_unit", Kind.WORD),
            Column("seen_edition", Kind.WORD),
            Column("seen_on", Kind.DAY),
        ),
    ),
    Table(
        name="profile_steps",
        kind="profile-step",
        model=profiles.ProfileStep,
        label=_("Steps of Migration Profiles"),
        label_one=_("step of a Migration Profile"),
        in_back_office=False,
        ordering=("profile", "number"),
        checks=(steps_are_possible_and_sealed,),
        columns=(
            KEY,
            Column("profile", Kind.REF, to=("profiles",)),
            Column("number", Kind.NUMBER),
            Column("what", Kind.CHOICE, required=True),
            Column("happened_on", Kind.DAY),
            Column("version", Kind.REF, to=("profile_versions",)),
            Column("actor", Kind.REF, to=ACTORS),
            Column("remark", Kind.WORD, public=False),
            Column("person_mark", Kind.WORD, public=False),
            Column("seal", Kind.WORD, public=False),
        ),
    ),
)
