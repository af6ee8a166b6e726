"""The gap ledger as a page and as data."""

from __future__ import annotations

import csv
import io
from collections import Counter

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.areas import area_name, in_alphabetical_order, states_of_the_record
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.queries.gaps import GapRow, gaps_of
from convene.observatory.telling import gap as told
from convene.observatory.views.downloads import composed, limited
from convene.registry.lists import FORMATS, envelope
from convene.registry.queries.reference import reference
from convene.registry.viewing import asked_year, page_of, public_data, public_page

SINCE = 2000
COLUMNS = ("state", "name", "indicator", "indicator_name", "first", "last", "reason", "code", "edition")


def _asked(request: HttpRequest) -> tuple[str, str, int]:
    """The state, the indicator and the first year asked for; unknown codes are a friendly 400."""
    state = request.GET.get("state", "").strip().upper()[:20]
    indicator = request.GET.get("indicator", "").strip()[:60]
    if state and state not in states_of_the_record():
        raise BadRequest(_("There is no state with the code “%(code)s”.") % {"code": state})
    if indicator and indicator not in catalogue().indicators:
        raise BadRequest(_("There is no indicator “%(code)s”.") % {"code": indicator})
    return state, indicator, asked_year(request.GET.get("from", "")) or SINCE


def _found(state: str, indicator: str, since: int) -> list[GapRow]:
    states = (state,) if state else states_of_the_record()
    return gaps_of(states, (indicator,) if indicator else None, since=since)


@public_page
@composed
def gaps(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What there is no figure of. Without a state or an indicator: how many gaps each state has."""
    state, indicator, since = _asked(request)
    query = {"state": state, "indicator": indicator, "from": "" if since == SINCE else str(since)}
    page = page_of(
        viewer,
        title=_("What is missing"),
        description=_("Figures that no producer gives, by state and indicator, each with the reason."),
        path="observatory/gaps",
        section="observatory",
        query={name: given for name, given in query.items() if given},
        breadcrumbs=[(_("Observatory"), "observatory"), (_("What is missing"), None)],
        has_date_control=False,
    )
    chosen = bool(state or indicator)
    rows = _found(state, indicator, since) if chosen else []
    known = catalogue()
    names = in_alphabetical_order(states_of_the_record(), viewer)
    context = {
        "page": page,
        "rows": rows,
        "counts": [] if chosen else [(code, name, *_counts(since).get(code, (0, 0))) for code, name in names],
        "names": dict(names),
        "indicators": known.indicators,
        "fields": [
            {
                "name": "state",
                "label": _("State"),
                "value": state,
                "options": [(code, str(name)) for code, name in names],
            },
            {
                "name": "indicator",
                "label": _("Indicator"),
                "value": indicator,
                "options": [
                    (code, row.name.in_language(viewer.language)) for code, row in known.indicators.items()
                ],
            },
            {"name": "from", "label": _("From year"), "value": since, "kind": "number"},
        ],
        "chosen": chosen,
        "since": since,
        "downloads": [
            (label, page.url(f"observatory/gaps.{form}", on=None, **query))
            for label, form in (("CSV", "csv"), ("JSON", "json"))
        ],
    }
    return render(request, "observatory/gaps.html", context, using="jinja2")


def _counts(since: int) -> dict[str, tuple[int, int]]:
    """State -> indicators never published of it, and indicators with missing years. Remembered for the usual year."""

    def count() -> dict[str, tuple[int, int]]:
        rows = _found("", "", since)
        never = Counter(row.state for row in rows if row.code == "not-covered")
        some = Counter(
            state for state, _indicator in {(row.state, row.indicator) for row in rows if row.years}
        )
        return {state: (never[state], some[state]) for state in states_of_the_record()}

    return reference().remembered("observatory-gap-counts", count) if since == SINCE else count()


@public_data
@limited
def gaps_data(request: HttpRequest, viewer: Viewer, form: str) -> HttpResponse:
    rows = _found(*_asked(request))
    if form == "json":
        return JsonResponse(
            envelope([told(row) for row in rows], language=viewer.language),
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
    known = catalogue().indicators
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            [
                row.state,
                str(area_name(row.state, viewer)),
                row.indicator,
                known[row.indicator].name.in_language(viewer.language),
                row.first or "",
                row.last or "",
                str(row.reason),
                row.code,
                row.edition,
            ]
        )
    response = HttpResponse(text.getvalue(), content_type=FORMATS["csv"])
    response.headers["Content-Disposition"] = f'attachment; filename="gaps.{viewer.language}.csv"'
    return response
