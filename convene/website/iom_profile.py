"""
The dialogue in the format of IOM's pages on consultation mechanisms: its fields, in its order.

Half of the fields are statements of the record under the topic `iom` (keys `iom-type`, `iom-secretariat` ...);
chair, members, meetings and documents come from the record itself. A field of which the record has
nothing says so. The same content is rendered as a page and as a Word document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting
from convene.dialogue.telling import days_of, where
from convene.registry.enums import ActorKind, OfficeKind, ParticipationStatus
from convene.registry.models import Statement, Term
from convene.registry.naming import Named, named, named_one
from convene.registry.queries import citations_of, participants
from convene.registry.queries.at_hand import kept_of_day, public, rows_at_hand
from convene.registry.queries.reference import reference
from convene.repository.models import Work
from convene.ui.cited import Cited
from convene.ui.formats import day as day_text
from convene.ui.formats import span
from convene.ui.formats import told as told_text

TOPIC = "iom"


@dataclass(frozen=True)
class Line:
    """A line of a field: a day, a name or words, with the address of its page and its obligatory footnote."""

    text: str
    when: str = ""
    href: str = ""
    footnote: str = ""
    mark: str = ""

    @property
    def bare(self) -> str:
        """The text without the mark at its end, for a page that makes the mark a link to the footnote."""
        return self.text.removesuffix(self.mark) if self.mark else self.text


@dataclass
class ProfileField:
    """One field: its label, its words, or its lines under headings. Empty means that no source says."""

    label: str
    text: str = ""
    lines: list[tuple[str, list[Line]]] = field(default_factory=list)
    citations: list[Cited] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.text and not any(lines for _heading, lines in self.lines)


@dataclass(frozen=True)
class Profile:
    title: str
    fields: list[ProfileField]
    footnotes: list[tuple[str, str]]  # mark, text


def iom_profile(viewer: Viewer) -> Profile:
    """The profile as of the viewer's day, in the viewer's language: of the public record, whoever looks."""
    seen = public(viewer)
    return kept_of_day("profile for IOM", seen, lambda: _profile(seen))


def _profile(viewer: Viewer) -> Profile:
    statements = (one for one in rows_at_hand(Statement).values() if one.topic == TOPIC)
    current = {one.key: one for one in statements if one.period.on(viewer.day)}
    cites = citations_of([one.address for one in current.values()], viewer)

    def told(key: str, label: str) -> ProfileField:
        one = current.get(f"{TOPIC}-{key}")
        if one is None:
            return ProfileField(label)
        words = one.text.in_language(viewer.language)
        return ProfileField(label, words, citations=cites.get(one.address, []))

    fields = [
        told("type", _("Type (region covered)")),
        told("association", _("Formal association with regional or multi-stakeholder organization")),
        told("established", _("Established")),
        told("objectives", _("Objectives")),
        told("current-focus", _("Current focus")),
        _chair(viewer),
        told("secretariat", _("Secretariat")),
        _states(viewer),
        _organisations(viewer, told("members-organisations", _("Members: organizations"))),
        told("note-on-joiners", _("Note on joiners")),
        told("observers", _("Observers")),
        _meetings(viewer),
        _documents(viewer),
        told("contact", _("Contact information")),
        told("website", _("Website")),
    ]
    title = _("%(dialogue)s: profile in the format of IOM's pages") % {
        "dialogue": reference().dialogue.name.in_language(viewer.language)
    }
    return Profile(title, fields, _footnotes(fields))


def _footnotes(fields: list[ProfileField]) -> list[tuple[str, str]]:
    """Every obligatory footnote of a name that the profile shows, once."""
    lines = (line for one in fields for _heading, some in one.lines for line in some)
    return list(dict.fromkeys((line.mark, line.footnote) for line in lines if line.footnote))


def _named(one: Named, when: str = "") -> Line:
    return Line(str(one), when, one.href, one.footnote, one.name.mark)


def _chair(viewer: Viewer) -> ProfileField:
    chairs = (OfficeKind.CHAIR, OfficeKind.CO_CHAIR)
    terms = [term for term in rows_at_hand(Term).values() if term.office.kind in chairs]
    terms.sort(key=lambda term: (-(term.starts_on or date.min).toordinal(), term.office.position, term.key))
    current, past = [], []
    for term in terms:
        if term.starts_on and term.starts_on > viewer.day:
            continue
        title = (term.title or term.office.name).in_language(viewer.language)
        when = span(term, viewer.language)
        if term.holder:
            line = _named(named_one(term.holder.address, viewer), f"{title}, {when}")
        else:
            line = Line(title, when)
        (current if term.period.on(viewer.day) else past).append(line)
    return ProfileField(_("Country chairing"), lines=[(_("Current"), current), (_("Past"), past)])


def _states(viewer: Viewer) -> ProfileField:
    found = participants(on=viewer.day)
    count = str(found.count) if found.is_certain else f"{found.count_min}–{found.count_max}"
    heading = ngettext("%(count)s participant", "%(count)s participants", found.count) % {"count": count}
    shown = named([row.actor.address for row in found.rows], viewer)
    return ProfileField(_("Members: states"), lines=[(heading, [_named(one) for one in shown])])


def _organisations(viewer: Viewer, told: ProfileField) -> ProfileField:
    """What sources count as organisations, and those the record knows as participants or partners."""
    addresses = {
        row.actor.address
        for status in (ParticipationStatus.PARTICIPATING, ParticipationStatus.PARTNER)
        for row in participants(on=viewer.day, kind=ActorKind.ORGANISATION, status=status).rows
    }
    shown = [_named(one) for one in named(addresses, viewer)]
    if shown:
        told.lines.append((_("In the record: %(count)s") % {"count": len(shown)}, shown))
    return told


def _meetings(viewer: Viewer) -> ProfileField:
    lines = []
    for row in rows_at_hand(Meeting, viewer).values():
        if (
            not row.starts_on
            or row.starts_on > viewer.day
            or (row.convener, row.status) != ("process", "held")
        ):
            continue
        place = where(row, viewer)
        footnote = place.state.footnote if place and place.state else ""
        text = row.title.in_language(viewer.language) + (f" ({place})" if place else "")
        href = f"/{viewer.language}/{row.address}"
        mark = place.state.name.mark if place and place.state else ""
        lines.append(Line(text, days_of(row, viewer.language), href, footnote, mark))
    return ProfileField(_("Meetings"), lines=[("", lines)])


def _documents(viewer: Viewer) -> ProfileField:
    rows = rows_at_hand(Work, viewer).values()
    rows = [row for row in rows if row.dated_on and row.dated_on <= viewer.day]
    lines = [
        Line(
            row.title.in_language(viewer.language),
            told_text(row.dated_told, viewer.language)
            if row.dated_told
            else day_text(row.dated_on, viewer.language),
            f"/{viewer.language}/{row.address}",
        )
        for row in rows
    ]
    return ProfileField(_("Documents"), lines=[("", lines)])
