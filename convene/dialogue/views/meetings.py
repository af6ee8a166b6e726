"""The list of meetings with its filters, one meeting, and both as data and as calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.tables import table_named
from convene.core.viewer import Viewer
from convene.dialogue.enums import Convener, MeetingStatus, Mode
from convene.dialogue.exports.ical import calendar_of
from convene.dialogue.exports.schema_org import event_of
from convene.dialogue.models import Meeting
from convene.dialogue.queries import MEETING_KINDS, meetings_list, meetings_of, surroundings_of
from convene.dialogue.telling import Where, days_of, is_day_known, where
from convene.registry.lists import list_response
from convene.registry.naming import named
from convene.registry.queries import citations_of, claims_behind
from convene.registry.queries.links import links_of
from convene.registry.queries.reference import reference
from convene.registry.viewing import differences_on, gaps_about, page_of, public_data, public_page

STATUS_COLOURS = {
    MeetingStatus.PLANNED: "brand",
    MeetingStatus.POSTPONED: "warn",
    MeetingStatus.UNCONFIRMED: "warn",
    MeetingStatus.CANCELLED: "bad",
}
FEED_FORMS = (("CSV", "csv"), ("JSON", "json"), ("Atom", "atom"), ("iCalendar", "ics"))


@dataclass(frozen=True)
class Asked:
    """The filters of the list as asked in the address. Unknown words find nothing; a wrong year is refused."""

    year: int | None
    kind: str
    place: str
    state: str
    mode: str
    whose: str
    q: str

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        asked = {
            name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in cls.__annotations__
        }
        year = asked.pop("year")
        if year and not (year.isascii() and year.isdigit() and 1900 <= int(year[:9]) <= 2100):
            raise BadRequest(
                _("“%(year)s” is not a year. Write four digits, as in 2016.") % {"year": year[:40]}
            )
        return cls(year=int(year) if year else None, **asked)

    def meetings(self, viewer: Viewer) -> QuerySet[Meeting]:
        return meetings_list(
            viewer,
            year=self.year,
            kind=self.kind,
            place=self.place,
            state=self.state,
            mode=self.mode,
            convener=self.whose,
            q=self.q,
        )

    @property
    def query(self) -> dict[str, str]:
        """The filters in use, as they stand in the address."""
        return {name: str(value) for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Row:
    """A meeting as a line of a list."""

    meeting: Meeting
    when: str
    place: Where | None
    kinds: list[str]
    status: Any  # shown where it did not simply take place
    colour: str
    is_day_known: bool


def rows_of(meetings: list[Meeting], viewer: Viewer) -> list[Row]:
    """Lines for lists of any length: one query, for the kinds. Places must have been fetched with their states."""
    kinds = surroundings_of([meeting.pk for meeting in meetings], with_hosts=False).kinds
    places: dict[int | None, Where | None] = {}
    rows = []
    for meeting in meetings:
        if meeting.place_id not in places:
            places[meeting.place_id] = where(meeting.place, viewer)
        status = meeting.status if meeting.status != MeetingStatus.HELD else ""
        rows.append(
            Row(
                meeting=meeting,
                when=days_of(meeting, viewer.language),
                place=places[meeting.place_id],
                kinds=[kind.name.in_language(viewer.language) for kind in kinds[meeting.pk]],
                status=MeetingStatus(status).label if status else "",
                colour=STATUS_COLOURS.get(status, ""),
                is_day_known=is_day_known(meeting),
            )
        )
    return rows


def for_lists(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Only what a line of a list shows."""
    return meetings.only(
        "key", "title", "starts_on", "last_day", "told", "mode", "convener", "status", "place"
    ).prefetch_related("place__state")


@public_page
def meetings(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All meetings on one page: those to come first, then by year, the newest first."""
    asked = Asked.of(request)
    path = "meetings"
    page = page_of(
        viewer,
        title=_("Meetings"),
        description=_("Conferences, meetings, workshops and trainings, each with its sources."),
        path=path,
        section="meetings",
        query=asked.query,
        feeds=[
            ("application/atom+xml", _("Meetings"), f"/{viewer.language}/{path}.atom"),
            ("text/calendar", _("Calendar of meetings"), f"/{viewer.language}/{path}.ics"),
        ],
    )
    everything = list(for_lists(meetings_of(viewer)))
    shown = everything
    if asked.query:
        fitting = set(asked.meetings(viewer).order_by().values_list("pk", flat=True))
        shown = [meeting for meeting in everything if meeting.pk in fitting]
    rows = rows_of(everything, viewer)
    fields = _filters(asked, rows, viewer)
    chosen = {meeting.pk for meeting in shown}
    rows = [row for row in rows if row.meeting.pk in chosen]
    coming = [row for row in rows if _is_coming(row.meeting, viewer.day)]
    past = [row for row in rows if not _is_coming(row.meeting, viewer.day)]
    context = {
        "page": page,
        "count": len(rows),
        "total": len(everything),
        "coming": coming[::-1],
        "years": [(year, list(found)) for year, found in groupby(past, key=_year)],
        "fields": fields,
        "downloads": [
            (label, page.url(f"{path}.{form}", on=None, **asked.query)) for label, form in FEED_FORMS
        ],
    }
    return render(request, "dialogue/meetings.html", context, using="jinja2")


def _is_coming(meeting: Meeting, day: date) -> bool:
    last = meeting.last_day or meeting.starts_on
    return last is not None and last >= day


def _year(row: Row) -> int | None:
    return row.meeting.starts_on.year if row.meeting.starts_on else None


def _filters(asked: Asked, rows: list[Row], viewer: Viewer) -> list[dict[str, Any]]:
    """The fields of the filter bar. Only what some meeting has can be chosen."""
    language = viewer.language
    known = reference()
    years = sorted({_year(row) for row in rows} - {None}, reverse=True)
    named_kinds = {name for row in rows for name in row.kinds}
    kinds = [
        (concept.key, concept.name.in_language(language))
        for concept in known.concepts.values()
        if concept.scheme == MEETING_KINDS and concept.name.in_language(language) in named_kinds
    ]
    places = {row.meeting.place.key: row.place for row in rows if row.place}
    states = {place.state.code: str(place.state) for place in places.values() if place.state}
    modes = {row.meeting.mode for row in rows} - {Mode.UNKNOWN}
    conveners = {row.meeting.convener for row in rows}
    return [
        {"name": "q", "label": _("Words"), "value": asked.q},
        _choice("year", _("Year"), asked.year or "", [(year, year) for year in years]),
        _choice("kind", _("Kind"), asked.kind, kinds),
        _choice(
            "place", _("Place"), asked.place, _by_name((key, str(place)) for key, place in places.items())
        ),
        _choice("state", _("State"), asked.state, _by_name(states.items())),
        _choice("mode", _("Mode"), asked.mode, [one for one in Mode.choices if one[0] in modes]),
        _choice("whose", _("Whose"), asked.whose, [one for one in Convener.choices if one[0] in conveners]),
    ]


def _choice(name: str, label: str, value: Any, options: list) -> dict[str, Any]:
    return {"name": name, "label": label, "value": value, "options": options}


def _by_name(options) -> list[tuple[str, str]]:
    from convene.core.collation import sort_key

    return sorted(options, key=lambda option: sort_key(option[1]))


@public_page
def meeting(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One meeting: what is known of it, what says so, and what it is tied to."""
    row = Meeting.objects.visible_to(viewer).filter(key=key).select_related("place__state", "body").first()
    if row is None:
        raise Http404(_("There is no meeting with this address."))
    around = surroundings_of([row.pk])
    hosts = named(around.hosts[row.pk], viewer)
    place = where(row.place, viewer)
    threads = links_of([row.address], viewer)[row.address]
    milestones = list(row.milestones.all())
    told = {milestone.address for milestone in milestones}
    page = page_of(
        viewer,
        title=row.title,
        description=", ".join(filter(None, [days_of(row, viewer.language), str(place or "")])),
        path=row.address,
        section="meetings",
        breadcrumbs=[(_("Meetings"), "meetings"), (row.title, None)],
        feeds=[("text/calendar", _("This meeting"), f"/{viewer.language}/{row.address}.ics")],
        json_ld=event_of(row, viewer, place, hosts),
    )
    citations = citations_of([row.address, *told, *(thread.link.address for thread in threads)], viewer)
    context = {
        "page": page,
        "meeting": row,
        "kinds": around.kinds[row.pk],
        "hosts": hosts,
        "place": place,
        "when": days_of(row, viewer.language),
        "is_coming": _is_coming(row, viewer.day),
        "status_colour": STATUS_COLOURS.get(row.status, "good"),
        "threads": [thread for thread in threads if thread.address not in told],
        "milestones": milestones,
        "citations": citations,
        "claims": claims_behind([row.address], viewer)[row.address],
        "differences": differences_on(viewer, row.address),
        "gaps": gaps_about(viewer, row.address),
    }
    return render(request, "dialogue/meeting.html", context, using="jinja2")


@public_data
def meetings_data(request: HttpRequest, viewer: Viewer, form: str) -> HttpResponse:
    rows = Asked.of(request).meetings(viewer)
    return list_response(table_named("meetings"), rows, viewer, form, path="meetings", title=_("Meetings"))


def _calendar(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@public_data
def meetings_calendar(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The feed to subscribe to. Takes the filters of the list."""
    rows = Asked.of(request).meetings(viewer).select_related("place__state")
    name = _("%(dialogue)s: meetings") % {
        "dialogue": reference().dialogue.short_name.in_language(viewer.language)
    }
    return _calendar(calendar_of(rows, viewer, name=name, path="meetings"), f"meetings.{viewer.language}")


@public_data
def meeting_calendar(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    row = Meeting.objects.public().filter(key=key).select_related("place__state").first()
    if row is None:
        raise Http404(_("There is no meeting with this address."))
    title = row.title.in_language(viewer.language)
    return _calendar(calendar_of([row], viewer, name=title, path=row.address), key)
