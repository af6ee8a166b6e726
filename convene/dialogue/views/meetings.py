"""The list of meetings with its filters, one meeting, and both as data and as calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.tables import table_named
from convene.core.viewer import Viewer
from convene.dialogue.exports.ical import calendar_of
from convene.dialogue.exports.schema_org import event_of
from convene.dialogue.listing import STATUS_COLOURS, Option, Row, listing_of
from convene.dialogue.models import Meeting
from convene.dialogue.queries import body_at_hand, meetings_list, milestones_at, surroundings_of
from convene.dialogue.telling import days_of, where
from convene.registry.lists import list_response
from convene.registry.naming import named
from convene.registry.queries import citations_of, claims_behind
from convene.registry.queries.at_hand import row_with_key
from convene.registry.queries.links import links_of
from convene.registry.queries.reference import reference
from convene.registry.viewing import asked_year, differences_on, gaps_about, page_of, public_data, public_page

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
        return cls(year=asked_year(asked.pop("year")), **asked)

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
    listing = listing_of(viewer)
    rows: Sequence[Row] = listing.rows
    if asked.query:
        fitting = set(asked.meetings(viewer).order_by().values_list("pk", flat=True))
        rows = [row for row in rows if row.meeting.pk in fitting]
    coming = [row for row in rows if _is_coming(row.meeting, viewer.day)]
    past = [row for row in rows if not _is_coming(row.meeting, viewer.day)]
    context = {
        "page": page,
        "count": len(rows),
        "total": len(listing.rows),
        "coming": coming[::-1],
        "years": [(year, list(found)) for year, found in groupby(past, key=attrgetter("year"))],
        "fields": _fields(asked, listing.options),
        "downloads": [
            (label, page.url(f"{path}.{form}", on=None, **asked.query)) for label, form in FEED_FORMS
        ],
    }
    return render(request, "dialogue/meetings.html", context, using="jinja2")


def _is_coming(meeting: Meeting, day: date) -> bool:
    last = meeting.last_day or meeting.starts_on
    return last is not None and last >= day


def _fields(asked: Asked, options: dict[str, list[Option]]) -> list[dict[str, Any]]:
    """The fields of the filter bar."""
    labels = {
        "year": _("Year"),
        "kind": _("Kind"),
        "place": _("Place"),
        "state": _("State"),
        "mode": _("Mode"),
        "whose": _("Whose"),
    }
    chosen = asked.query
    return [
        {"name": "q", "label": _("Words"), "value": asked.q},
        *(
            {"name": name, "label": label, "value": chosen.get(name, ""), "options": options[name]}
            for name, label in labels.items()
        ),
    ]


@public_page
def meeting(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One meeting: what is known of it, what says so, and what it is tied to."""
    row = row_with_key(Meeting, key, viewer)
    if row is None:
        raise Http404(_("There is no meeting with this address."))
    around = surroundings_of([row.pk])
    hosts = named(around.hosts[row.pk], viewer)
    place = where(row, viewer)
    threads = links_of([row.address], viewer)[row.address]
    milestones = milestones_at(row.pk)
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
        "body": body_at_hand(row.body_id),
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
    rows = Asked.of(request).meetings(viewer)
    name = _("%(dialogue)s: meetings") % {
        "dialogue": reference().dialogue.short_name.in_language(viewer.language)
    }
    return _calendar(calendar_of(rows, viewer, name=name, path="meetings"), f"meetings.{viewer.language}")


@public_data
def meeting_calendar(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    row = Meeting.objects.public().filter(key=key).first()
    if row is None:
        raise Http404(_("There is no meeting with this address."))
    title = row.title.in_language(viewer.language)
    return _calendar(calendar_of([row], viewer, name=title, path=row.address), key)
