"""Corridors: any ordered pair of states, and the list of the largest."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.dialogue.telling import days_of
from convene.observatory import corridors
from convene.observatory.areas import area_name, is_known, is_state_of_the_record
from convene.observatory.corridors import Corridor
from convene.observatory.queries.together import meetings_in, projects_of_both
from convene.observatory.views import choices
from convene.observatory.views.downloads import composed, download, limited, links
from convene.registry.naming import named_one
from convene.registry.viewing import page_of, public_data, public_page
from convene.ui.charts import Bar, bar_chart
from convene.ui.page import Page

PATH = "observatory/corridors"


@public_page
@composed
def corridor(request: HttpRequest, viewer: Viewer, a: str, b: str) -> HttpResponse:
    found = _found(a, b, viewer)
    path = f"observatory/corridor/{a}/{b}"
    names = {"a": area_name(a, viewer), "b": area_name(b, viewer)}
    title = f"{names['a']} → {names['b']}"
    page = page_of(
        viewer,
        title=title,
        description=found.shown.description,
        path=path,
        section="observatory",
        has_date_control=False,
        breadcrumbs=[(_("Migration Observatory"), "observatory"), (_("Corridors"), PATH), (title, None)],
    )
    both_of_record = is_state_of_the_record(a) and is_state_of_the_record(b)
    context = {
        "page": page,
        "found": found,
        "one": named_one(f"state/{a}", viewer) if is_state_of_the_record(a) else None,
        "other": named_one(f"state/{b}", viewer) if is_state_of_the_record(b) else None,
        "names": names,
        "reverse": page.url(f"observatory/corridor/{b}/{a}"),
        "projects": projects_of_both(a, b, viewer) if both_of_record else [],
        "hosts": [
            (name, code, hosted, [(meeting, days_of(meeting, viewer.language)) for meeting in hosted.newest])
            for name, code in ((names["a"], a), (names["b"], b))
            if is_state_of_the_record(code) and (hosted := meetings_in(code, viewer)).count
        ],
        "downloads": links(page, path, {}, picture=False),
    }
    return render(request, "observatory/corridor.html", context, using="jinja2")


@public_data
@limited
def corridor_data(request: HttpRequest, viewer: Viewer, a: str, b: str, form: str) -> HttpResponse:
    return download(request, _found(a, b, viewer).shown, form, f"corridor-{a}-{b}")


@public_page
def corridor_list(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The largest corridors, and a form for any other: its answer is the corridor's own address."""
    a, b = (request.GET.get(name, "").strip().upper() for name in ("origin", "destination"))
    if a and b and a != b and is_known(a) and is_known(b):
        return HttpResponseRedirect(f"/{viewer.language}/observatory/corridor/{a}/{b}")
    page = page_of(
        viewer,
        title=_("Corridors"),
        description=_("Migration between any two states, in both directions."),
        path=PATH,
        section="observatory",
        has_date_control=False,
        breadcrumbs=[(_("Migration Observatory"), "observatory"), (_("Corridors"), None)],
    )
    context = {
        "page": page,
        "same": a and a == b,
        "origins": choices.states([a] if a else [], viewer),
        "destinations": choices.states([b] if b else [], viewer),
        "load_largest": partial(_largest, page),
    }
    return render(request, "observatory/corridors.html", context, using="jinja2")


def _largest(page: Page) -> dict[str, Any]:
    """The chart of the largest corridors; asked for only where it is not kept."""
    viewer = page.viewer
    largest = corridors.largest(viewer)
    if not largest:
        return {"chart": None}
    bars = [
        Bar(
            f"{row.counterpart_name} → {row.area_name}",
            row.value,
            note=row.flag,
            href=page.url(path),
            cell_href=row.passport,
        )
        for row, path in largest
    ]
    title = _("The largest corridors among the states of the record, %(year)s")
    newest = largest[0][0]
    return {
        "chart": bar_chart(
            title % {"year": newest.year}, bars, unit=newest.unit, first_column=_("Origin → destination")
        ),
        "attributions": corridors.attributions_of({row.edition for row, _path in largest}, viewer),
        "footnotes": corridors.showing.footnotes_of(
            {code for row, _path in largest for code in (row.area, row.counterpart)}, viewer
        ),
    }


def _found(a: str, b: str, viewer: Viewer) -> Corridor:
    if a == b or not (is_known(a) and is_known(b)):
        raise Http404(_("A corridor needs two states, each by its code of three letters."))
    address = f"{settings.PUBLIC_URL}/{viewer.language}/observatory/corridor/{a}/{b}"
    return corridors.corridor_of(a, b, viewer, address)
