"""The list and map of participation, and a page per state."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.tables import table_named
from convene.core.viewer import Viewer
from convene.registry.lists import list_response
from convene.registry.models import Participation
from convene.registry.naming import Named, named, named_one
from convene.registry.queries import citations_of, designation, memberships_of, participants, participation_of
from convene.registry.queries.at_hand import kept_of_day, rows_at_hand
from convene.registry.queries.groups import groups_of, groups_on
from convene.registry.queries.participation import Participants
from convene.registry.queries.reference import reference
from convene.registry.viewing import differences_on, page_of, public_data, public_page
from convene.ui.formats import day as day_text
from convene.ui.maps import codes_on_map, participation_map


@public_page
def states(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who takes part on the day: figures, map, list by group, those who took part before."""
    on_day = participants(on=viewer.day)
    everyone = _ever_named(viewer)
    taking_part = set(on_day.codes)
    before = [state for state in everyone if state.code not in taking_part]
    path = "states"
    page = page_of(
        viewer,
        title=_("States and participation"),
        description=_("Who takes part in the dialogue, since when, and who says so."),
        path=path,
        section="states",
        feeds=[("application/json", _("States as JSON"), f"/{viewer.language}/{path}.json")],
    )
    dialogue = f"dialogue/{reference().dialogue.key}"
    context = {
        "page": page,
        "on_day": on_day,
        "uncertain": named(sorted({row.actor.address for row in on_day.uncertain}), viewer),
        "groups": kept_of_day("groups", viewer, lambda: _by_group(viewer, taking_part)),
        "before": before,
        "everyone": everyone,
        "map": map_of_participation(viewer, on_day, everyone),
        "differences": differences_on(viewer, dialogue),
        "citations": citations_of([dialogue, *(row.address for row in on_day.rows)][:1], viewer),
    }
    return render(request, "registry/states.html", context, using="jinja2")


@public_data
def states_data(request: HttpRequest, viewer: Viewer, form: str) -> HttpResponse:
    table = table_named("participation")
    rows = table.rows().select_related("actor").order_by("actor__key", "starts_on")
    return list_response(table, rows, viewer, form, path="states", title=_("States and participation"))


def _ever_named(viewer: Viewer) -> list[Named]:
    """Every state that ever took part, in the language's alphabetical order."""
    everyone = {row.actor.address for row in rows_at_hand(Participation).values()}
    return named((address for address in everyone if address.startswith("state/")), viewer)


def _by_group(viewer: Viewer, taking_part: set[str]) -> list[tuple[str, list[Named]]]:
    """Participants by group; a state in two groups stands in the first, the rest at the end."""
    left = set(taking_part)
    found = []
    for group, codes in groups_on(viewer.day).items():
        here = [code for code in codes if code in left]
        left -= set(here)
        if here:
            found.append(
                (group.name.in_language(viewer.language), named([f"state/{c}" for c in here], viewer))
            )
    if left:
        found.append((_("Other participants"), named([f"state/{code}" for code in left], viewer)))
    return found


def map_of_participation(viewer: Viewer, on_day: Participants, everyone: list[Named]) -> str:
    """Draw `everyone` by what each is on the day; empty where the map has none of them. Today's is kept."""
    name = ("map", len(everyone))  # all who ever took part, or those who do today
    return kept_of_day(name, viewer, lambda: _map(viewer, on_day, everyone))


def _map(viewer: Viewer, on_day: Participants, everyone: list[Named]) -> str:
    shapes = {}
    taking_part, uncertain = set(on_day.codes), {row.actor.key for row in on_day.uncertain}
    words = {
        "participating": _("takes part"),
        "uncertain": _("the day is not known exactly"),
        "former": _("not in the list of participants"),
    }
    for state in everyone:
        kind = (
            "uncertain"
            if state.code in uncertain
            else "participating"
            if state.code in taking_part
            else "former"
        )
        if state.code in codes_on_map():
            shapes[state.code] = (kind, state.href, f"{state.name}: {words[kind]}")
    if not shapes:
        return ""
    return participation_map(
        shapes,
        _("Map of participation on %(day)s") % {"day": day_text(viewer.day, viewer.language)},
        _("The same information stands in the list below the map."),
    )


@public_page
def state(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """One state: what it is called, its participation, roles, and what other parts know of it."""
    address = f"state/{code}"
    actor = reference().actors.get(address)
    if actor is None:
        raise Http404(_("There is no state with the code %(code)s.") % {"code": code})
    history = participation_of(actor)
    terms = memberships_of(actor)
    memberships = groups_of(code)
    name = named_one(address, viewer)
    then = designation(address, on=viewer.day, language=viewer.language)
    names = _names(address, viewer)
    rows = [
        address,
        *(row.address for row in (*history, *terms, *memberships)),
        *(f"designation/{name.key}" for name in names),
    ]
    page = page_of(
        viewer,
        title=str(name.name),
        description=_("Participation, roles, meetings, projects and documents of %(state)s.")
        % {"state": name.name},
        path=address,
        section="states",
        breadcrumbs=[(_("States"), "states"), (str(name.name), None)],
        json_ld={
            "@context": "https://schema.org",
            "@type": "AdministrativeArea",
            "identifier": code,
            "name": str(name.name),
        },
    )
    context = {
        "page": page,
        "state": name,
        "then": then if str(then) != str(name.name) else None,
        "names": names,
        "history": history,
        "now": next((row for row in reversed(history) if row.period.on(viewer.day)), None),
        "terms": terms,
        "memberships": memberships,
        "citations": citations_of(rows, viewer),
        "differences": differences_on(viewer, address),
        "note": actor.note,
    }
    return render(request, "registry/state.html", context, using="jinja2")


def _names(address: str, viewer: Viewer) -> list:
    """Every designation of the actor in the page's language, the newest first."""
    rows = reference().names.get(address, {}).get(viewer.language, [])
    return sorted(rows, key=lambda name: name.period.starts_on or date.min, reverse=True)
