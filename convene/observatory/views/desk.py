"""The desk: what somebody owes, and the way to where it is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.queries.profiles import profiles_at_desk
from convene.registry.desk import desk_page
from convene.registry.duties import SECRETARIAT, duties_of
from convene.registry.naming import named, named_one
from convene.registry.viewing import page_of


def desk_of(viewer: Viewer, **more):
    """The `Page` of a page of the desk: it has no other day than today."""
    return page_of(viewer, section="desk", has_date_control=False, **more)


@desk_page
def desk(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Everything that the person owes today, the most urgent first."""
    duties = duties_of(viewer)
    whose = {
        duty.whose: _("the secretariat") if duty.whose == SECRETARIAT else str(named_one(duty.whose, viewer))
        for duty in duties
    }
    context = {
        "page": desk_of(viewer, title=_("Your desk"), path="desk"),
        "duties": duties,
        "whose": whose,
        "states": named([f"state/{code}" for code in viewer.standing.states], viewer),
        "profiles": len(profiles_at_desk(viewer)),
    }
    return render(request, "observatory/desk.html", context, using="jinja2")
