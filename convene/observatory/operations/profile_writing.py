"""Writing the parts of a Migration Profile, against two people writing over each other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convene.accounts.audit import record_event
from convene.core.failures import Failure
from convene.core.forms import merge_edited
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.observatory.models.profiles import ProfileFigure, ProfileParagraph, ProfileVersion
from convene.observatory.operations.profiles import locked
from convene.observatory.profile_parts import parts_by_key
from convene.observatory.profile_text import blocks_of_typed
from convene.observatory.queries.profiles import standing_of_profile
from convene.observatory.rules.profiles import may_write_profile
from convene.registry.citing import cite, cited_text


class ChangedMeanwhile(Failure):
    """Somebody else saved this part since it was opened. Nothing was written over."""

    def __init__(self, version: ProfileVersion, part: str) -> None:
        super().__init__(
            f"{version.address} {part}",
            str(_("somebody else has saved this part since you opened it")),
            str(_("Your words are kept in the form. Compare, and save again.")),
        )


class NotBeingWritten(Failure):
    def __init__(self, version: ProfileVersion) -> None:
        super().__init__(
            version.address,
            str(_("this version was sent and does not change any more")),
            str(_("Begin a new version.")),
        )


@dataclass(frozen=True)
class TypedParagraph:
    """What a form gives of one paragraph. `key` is empty for a new one; `texts` is language -> as typed."""

    texts: dict[str, str]
    key: str = ""
    sources: str = ""
    told_sources: str = ""
    position: int = 0


@dataclass(frozen=True)
class TypedPart:
    """All of a part as its form gives it: what is not in it any more is taken out."""

    paragraphs: Sequence[TypedParagraph] = ()
    figures: Sequence[tuple[str, int]] = field(default_factory=tuple)  # (indicator, year)


def part_mark(version: ProfileVersion, part: str) -> str:
    """A mark of what a part holds now. A form carries it, so that nobody writes over what they have not seen."""
    told = [
        (row.key, row.position, sorted(row.text.plain().items()), row.told_sources, cited_text(row.address))
        for row in version.paragraphs.filter(part=part).order_by("position", "key")
    ]
    told += [
        (row.key, row.indicator, row.year)
        for row in version.figures.filter(part=part).order_by("position", "key")
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@transaction.atomic
def write_part(version: ProfileVersion, part: str, typed: TypedPart, viewer: Viewer, *, seen: str) -> None:
    """
    Write all of a part as typed. `seen` is the `part_mark` of what the writer saw when the form was opened.

    Raises ChangedMeanwhile where somebody else has saved since, NotBeingWritten, PermissionDenied, and
    ValidationError for unknown sources. Then nothing is written.
    """
    profile = locked(version.profile)
    if not may_write_profile(viewer, profile.state.key):
        raise PermissionDenied(_("Only the state's contact points and the secretariat write its profile."))
    way = standing_of_profile(profile).way
    if not way.is_editable or way.version != version.number:
        raise NotBeingWritten(version)
    if part not in parts_by_key(profile.kind):
        raise ValidationError(_("The template has no such part."))
    if part_mark(version, part) != seen:
        raise ChangedMeanwhile(version, part)
    before = _told_of(version, part)
    _write_paragraphs(version, part, typed.paragraphs)
    _write_figures(version, part, typed.figures)
    after = _told_of(version, part)
    if before != after:
        record_event(
            "written",
            f"{version.address}#{part}",
            str(profile),
            by=viewer.person,
            before={"text": before},
            after={"text": after},
        )


def _told_of(version: ProfileVersion, part: str) -> list:
    rows = version.paragraphs.filter(part=part).order_by("position", "key")
    figures = version.figures.filter(part=part).order_by("position", "key")
    return [
        *(row.text.plain() | {"sources": cited_text(row.address), "other": row.told_sources} for row in rows),
        *(f"{row.indicator} {row.year}" for row in figures),
    ]


def _write_paragraphs(version: ProfileVersion, part: str, typed: Sequence[TypedParagraph]) -> None:
    there = {row.key: row for row in version.paragraphs.filter(part=part)}
    kept: set[str] = set()
    place = 0
    for one in sorted(typed, key=lambda one: one.position):
        for texts in _told_apart(one.texts):
            place += 1
            row = there.get(one.key) if one.key not in kept else None
            if row is None:
                row = ProfileParagraph(key=_free_key(version, "p"), version=version, part=part)
            kept.add(row.key)
            _fill(row, texts, one, place)
    for key in there.keys() - kept:
        cite(there[key].address, "")
        there[key].delete()


def _told_apart(texts: dict[str, str]) -> list[dict[str, str]]:
    """
    Blank lines part paragraphs where every language has as many; else all stays one.

    language -> cleaned HTML; nothing where nothing is typed.
    """
    blocks = {language: found for language, typed in texts.items() if (found := blocks_of_typed(typed))}
    if not blocks:
        return []
    if len({len(found) for found in blocks.values()}) == 1:
        number = len(next(iter(blocks.values())))
        return [{language: found[n] for language, found in blocks.items()} for n in range(number)]
    return [{language: "\n".join(found) for language, found in blocks.items()}]


def _fill(row: ProfileParagraph, texts: dict[str, str], typed: TypedParagraph, place: int) -> None:
    before = (row.text.plain(), row.told_sources, cited_text(row.address) if row.pk else "")
    row.text = merge_edited(row.text, Text.from_plain(texts, source=row.text.source if row.text else None))
    row.told_sources = typed.told_sources.strip()
    row.position = place
    row.full_clean()
    cite(row.address, typed.sources)
    if row.pk and (row.text.plain(), row.told_sources, cited_text(row.address)) != before:
        row.copied = False
    row.save()


def _write_figures(version: ProfileVersion, part: str, typed: Sequence[tuple[str, int]]) -> None:
    there = {(row.indicator, row.year): row for row in version.figures.filter(part=part)}
    wanted = list(dict.fromkeys(typed))
    for pair in there.keys() - set(wanted):
        there[pair].delete()
    for place, pair in enumerate(wanted, 1):
        row = there.get(pair) or ProfileFigure(
            key=_free_key(version, "f"), version=version, part=part, indicator=pair[0], year=pair[1]
        )
        row.position = place
        row.full_clean()
        row.save()


def _free_key(version: ProfileVersion, letter: str) -> str:
    rows = version.paragraphs if letter == "p" else version.figures
    used = [
        int(key.rpartition(f"-{letter}")[2])
        for key in rows.values_list("key", flat=True)
        if key.rpartition(f"-{letter}")[2].isdigit()
    ]
    return f"{version.key}-{letter}{max(used, default=0) + 1:03}"
