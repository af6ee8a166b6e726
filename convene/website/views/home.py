"""The home page: what the dialogue is, who takes part, who chairs, what happens next, what is new."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convene.core.viewer import Viewer
from convene.dialogue.listing import rows_of
from convene.dialogue.telling import day_of
from convene.registry.naming import named, named_one
from convene.registry.queries import citations_of, page_path, reference
from convene.registry.queries.at_hand import kept_of_day
from convene.registry.viewing import differences_on, page_of, public_page
from convene.registry.views.states import map_of_participation
from convene.website.front import preferred_language
from convene.website.queries import Frame, News, frame, news

MILESTONES = 5


@require_safe
def to_first_language(request: HttpRequest) -> HttpResponse:
    """From / to the home page in the language that the reader's browser prefers among the dialogue's."""
    language = preferred_language(request.headers.get("Accept-Language", ""), reference().languages)
    response = HttpResponseRedirect(f"/{language}/")
    response.headers["Vary"] = "Accept-Language"
    return response


@public_page
def home(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    dialogue, whole, now = reference().dialogue, frame(), news(viewer)
    opening = next((one for one in whole.statements if one.period.on(viewer.day)), None)
    cited = [row.address for row in now.participants.rows[:1]] + [term.address for term in now.chairs]
    page = page_of(
        viewer,
        title=dialogue.name,
        description=dialogue.tagline,
        path="",
        section="home",
        feeds=[
            ("application/atom+xml", _("What is new"), f"/{viewer.language}/feed.atom"),
            ("text/calendar", _("Calendar of meetings"), f"/{viewer.language}/meetings.ics"),
        ],
        json_ld=_json_ld(viewer),
    )
    context = {
        "page": page,
        "opening": opening,
        "differences": _numbered(viewer, whole, {term.office.address for term in now.chairs}),
        "citations": citations_of([*cited, *([opening.address] if opening else [])], viewer),
        "documents": now.documents,
        "areas": whole.areas,
        "meetings": whole.meetings,
        "figures": whole.figures,
        "indicators": whole.indicators,
        **kept_of_day("home", viewer, lambda: _of_the_day(whole, now, viewer)),
    }
    return render(request, "website/home.html", context, using="jinja2")


def _of_the_day(whole: Frame, now: News, viewer: Viewer) -> dict[str, Any]:
    """Who takes part, who chairs, what comes and what was, worded and drawn."""
    on_day = now.participants
    rows = rows_of([*now.coming, *now.latest], viewer)
    taking_part = named([row.actor.address for row in on_day.rows], viewer)
    return {
        "on_day": on_day,
        "uncertain": named(sorted({row.actor.address for row in on_day.uncertain}), viewer),
        "chairs": [
            (term, named_one(term.holder.address, viewer) if term.holder else None) for term in now.chairs
        ],
        "map": map_of_participation(viewer, on_day, taking_part),
        "coming": rows[: len(now.coming)],
        "latest": rows[len(now.coming) :],
        "workstreams": [one for one in whole.workstreams if one.period.on(viewer.day)],
        "timeline": _timeline(whole, viewer),
    }


def _numbered(viewer: Viewer, whole: Frame, offices: set[str]) -> dict[str, int]:
    """The first difference about the number of participants, and the first about the chair."""
    dialogue = f"dialogue/{reference().dialogue.key}"
    about_number = [
        one for one in differences_on(viewer, dialogue) if one.address in whole.differences_of_number
    ]
    about_chair = differences_on(viewer, *offices)
    found = {"participants": about_number, "chair": about_chair}
    return {name: some[0].number for name, some in found.items() if some}


def _timeline(whole: Frame, viewer: Viewer) -> list[dict[str, Any]]:
    """The last milestones before the day, the newest first, as one band of the timeline without a title."""
    past = [one for one in whole.milestones if one.happened_on <= viewer.day][-MILESTONES:]
    events = [
        {
            "title": one.title.in_language(viewer.language),
            "when": day_of(one, viewer.language),
            "text": one.text.in_language(viewer.language),
            "href": f"/{viewer.language}/{page_path(one.address)}" if page_path(one.address) else "",
        }
        for one in reversed(past)
    ]
    return [{"title": "", "events": events}] if events else []


def _json_ld(viewer: Viewer) -> dict[str, Any]:
    """The dialogue as an organisation, and the record as a data set, for search engines."""
    dialogue = reference().dialogue
    language = viewer.language
    home = f"{settings.PUBLIC_URL}/{language}/"
    dataset = {
        "@type": "Dataset",
        "@id": f"{home}open-data#dataset",
        "name": _("The record of the %(dialogue)s") % {"dialogue": dialogue.name.in_language(language)},
        "description": dialogue.unofficial_notice.in_language(language)
        or dialogue.tagline.in_language(language),
        "url": f"{home}open-data",
        "inLanguage": list(reference().languages),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": f"{settings.PUBLIC_URL}/api/v1/",
            }
        ],
    }
    if dialogue.as_of:
        dataset["dateModified"] = dialogue.as_of.isoformat()
    organisation = {
        "@type": "Organization",
        "@id": f"{home}#organization",
        "name": dialogue.name.in_language(language),
        "description": dialogue.tagline.in_language(language),
    }
    if dialogue.website:
        organisation["url"] = dialogue.website
    return {"@context": "https://schema.org", "@graph": [organisation, dataset]}
