"""
Questions about Migration Profiles: which there are, where each stands, what a version says and lacks.

Everything that everybody may see comes from `public` querysets; what is at a desk from `visible_to`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from convene.core.chain import first_break
from convene.core.text import TranslationState
from convene.core.viewer import Viewer
from convene.observatory.models.profiles import (
    Profile,
    ProfileFigure,
    ProfileParagraph,
    ProfileStep,
    ProfileVersion,
)
from convene.observatory.profile_parts import Part, parts_of
from convene.observatory.profile_rounds import (
    PUBLICATIONS,
    Step,
    StepNotPossible,
    Way,
    public_way,
    way_of,
)
from convene.observatory.profile_text import words_of
from convene.observatory.wording_changes import Stretch, changes_between, is_unchanged
from convene.registry.queries.citations import Cited, citations_of
from convene.registry.silence import Clock
from convene.repository.models import Work
from convene.repository.queries import documents_of

PROFILE_DOCUMENTS = "migration-profile"  # the kind of documents in the repository


@dataclass(frozen=True)
class Standing:
    """A profile with its steps and where it stands after them."""

    profile: Profile
    steps: tuple[ProfileStep, ...]
    way: Way

    @property
    def clock(self) -> Clock:
        return self.way.clock

    @property
    def last(self) -> ProfileStep | None:
        return self.steps[-1] if self.steps else None

    def published_step(self) -> ProfileStep | None:
        """The step by which the version that is public now was published."""
        if not self.way.is_public:
            return None
        steps = [step for step in self.steps if step.what in PUBLICATIONS]
        return steps[-1] if steps else None


def standing_of_profile(profile: Profile, *, on: date | None = None) -> Standing:
    """Where a profile stands; on a day, after the steps up to that day. One query where none is prefetched."""
    steps = tuple(step for step in _steps_of(profile) if on is None or step.happened_on <= on)
    events = [step.event for step in steps]
    try:
        way = way_of(events)
    except StepNotPossible:  # a public copy of the record has only the steps of publication
        last = max((event.version for event in events), default=0)
        way = Way(version=last, round=Step.SUBMITTED, clock=public_way(events))
    return Standing(profile, steps, way)


def _steps_of(profile: Profile) -> list[ProfileStep]:
    if "steps" in getattr(profile, "_prefetched_objects_cache", {}):
        rows = sorted(profile.steps.all(), key=lambda step: step.number)
    else:
        rows = list(profile.steps.select_related("version", "actor").order_by("number"))
    for row in rows:
        row.profile = profile
    return rows


def chain_is_whole(standing: Standing) -> bool:
    """Whether no step was changed, taken out, put in or moved since it was recorded."""
    return first_break((step.content, step.seal) for step in standing.steps) is None


def _with_steps(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    """The profiles with their states and steps: two queries for all."""
    steps = ProfileStep.objects.select_related("version", "actor").order_by("number")
    return rows.select_related("state").prefetch_related(Prefetch("steps", steps))


def published_profiles(viewer: Viewer, *, state: str = "") -> list[Standing]:
    """The profiles that are published on the viewer's day, by state, the newest year first."""
    rows = _with_steps(Profile.objects.public())
    if state:
        rows = rows.filter(state__key=state)
    found = [standing_of_profile(row, on=viewer.day) for row in rows]
    return [one for one in found if one.way.is_public and not _is_withdrawn_since(one.profile, viewer.day)]


def _is_withdrawn_since(profile: Profile, day: date) -> bool:
    """What was withdrawn is shown for no day any more, also where something newer is published since."""
    return any(step.what == Step.WITHDRAWN and step.happened_on > day for step in _steps_of(profile))


def archived_profiles(viewer: Viewer) -> list[Work]:
    """Profiles that the repository holds as documents, from before this platform. Two queries."""
    rows = documents_of(viewer).filter(kind__key=PROFILE_DOCUMENTS)
    return sorted(
        rows.prefetch_related("expressions"), key=lambda work: work.title.in_language(viewer.language)
    )


def profiles_at_desk(viewer: Viewer) -> list[Standing]:
    """All profiles that the viewer works on: those of the states spoken for, or all for the secretariat."""
    rows = _with_steps(Profile.objects.all())
    if not viewer.standing.is_secretariat:
        rows = rows.filter(state__key__in=viewer.standing.states)
    return [standing_of_profile(row) for row in rows]


def all_standings(*, on: date) -> list[Standing]:
    """Every profile and where it stands on a day, whoever may see it: for duties, which know whose they are."""
    return [standing_of_profile(row, on=on) for row in _with_steps(Profile.objects.all())]


def profile_at_desk(key: str, viewer: Viewer) -> Standing | None:
    """One of `profiles_at_desk`; None also where it is another state's."""
    rows = _with_steps(Profile.objects.filter(key=key))
    if not viewer.standing.is_secretariat:
        rows = rows.filter(state__key__in=viewer.standing.states)
    return next(map(standing_of_profile, rows), None)


def published_profile(key: str, viewer: Viewer) -> Standing | None:
    """The profile, if a version of it is published on the viewer's day."""
    row = _with_steps(Profile.objects.public().filter(key=key)).first()
    standing = standing_of_profile(row, on=viewer.day) if row else None
    if standing is None or not standing.way.is_public or _is_withdrawn_since(standing.profile, viewer.day):
        return None
    return standing


def public_versions(standing: Standing) -> list[tuple[ProfileVersion, ProfileStep]]:
    """The versions that were published since the last withdrawal, each with its last publication, the newest first."""
    found: dict[int, ProfileStep] = {}
    for step in standing.steps:
        if step.what == Step.WITHDRAWN:
            found.clear()
        elif step.what in PUBLICATIONS:
            found[step.version_id] = step
    return [(step.version, step) for step in sorted(found.values(), key=lambda s: -s.version.number)]


def previous_profile(state: str, kind: str, year: int) -> Profile | None:
    """The state's profile after the same template of the last year before `year`."""
    rows = Profile.objects.filter(state__key=state, kind=kind, year__lt=year)
    return rows.order_by("-year").first()


def newest_version(profile: Profile) -> ProfileVersion | None:
    return profile.versions.order_by("-number").first()


def version_of(profile: Profile, number: int) -> ProfileVersion | None:
    version = profile.versions.filter(number=number).first()
    if version:
        version.profile = profile
    return version


# --- What a version says -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """A part of the template with what a version says in it."""

    part: Part
    paragraphs: tuple[ProfileParagraph, ...] = ()
    figures: tuple[ProfileFigure, ...] = ()
    citations: dict[str, list[Cited]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.paragraphs and not self.figures

    @cached_property
    def copied(self) -> int:
        """How many paragraphs stand as they were copied from last year."""
        return sum(paragraph.copied for paragraph in self.paragraphs)

    def html(self, language: str) -> str:
        """The part in one language alone; what it lacks there is not made up for."""
        return "\n".join(words for one in self.paragraphs if (words := one.text.plain().get(language, "")))

    def missing(self, language: str) -> int:
        """How many paragraphs have no text in a language, or one of an older wording."""
        owed = (TranslationState.MISSING, TranslationState.STALE)
        return sum(1 for one in self.paragraphs if one.text and one.text.state(language) in owed)


def contents_of(version: ProfileVersion, viewer: Viewer) -> list[Written]:
    """Every part of the template, in its order, with what the version says in it. Three queries."""
    paragraphs: dict[str, list[ProfileParagraph]] = defaultdict(list)
    for paragraph in version.paragraphs.order_by("position", "key"):
        paragraphs[paragraph.part].append(paragraph)
    figures: dict[str, list[ProfileFigure]] = defaultdict(list)
    for figure in version.figures.order_by("position", "key"):
        figures[figure.part].append(figure)
    citations = citations_of([row.address for rows in paragraphs.values() for row in rows], viewer)
    return [
        Written(part, tuple(paragraphs[part.key]), tuple(figures[part.key]), citations)
        for part in parts_of(version.profile.kind)
    ]


def is_complete(contents: Iterable[Written], languages: Sequence[str]) -> bool:
    """Whether every part with text has it in every language, and nothing is as copied."""
    return all(
        not written.copied and not any(written.missing(language) for language in languages)
        for written in contents
    )


@dataclass(frozen=True)
class PartChanges:
    """What changed in one part between two versions, in each language, and in its figures."""

    part: Part
    wording: dict[str, tuple[Stretch, ...]]
    figures_before: tuple[str, ...]
    figures_after: tuple[str, ...]

    @property
    def is_unchanged(self) -> bool:
        return self.figures_before == self.figures_after and all(
            is_unchanged(changes) for changes in self.wording.values()
        )


def changes_of_versions(
    older: ProfileVersion, newer: ProfileVersion, viewer: Viewer, languages: Sequence[str]
) -> list[PartChanges]:
    """Part by part, what the newer version says otherwise than the older, word by word in each language."""
    before = {written.part.key: written for written in contents_of(older, viewer)}
    return [
        PartChanges(
            part=now.part,
            wording={
                language: changes_between(
                    words_of(before[now.part.key].html(language)), words_of(now.html(language))
                )
                for language in languages
            },
            figures_before=tuple(map(_figure_in_short, before[now.part.key].figures)),
            figures_after=tuple(map(_figure_in_short, now.figures)),
        )
        for now in contents_of(newer, viewer)
    ]


def _figure_in_short(figure: ProfileFigure) -> str:
    seen = f" = {figure.seen_value} {figure.seen_unit}".rstrip() if figure.seen_value else ""
    return f"{figure.indicator} {figure.year}{seen}"
