"""Published Migration Profiles: the list, a profile, its versions, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.models.profiles import ProfileStep, ProfileVersion
from convene.observatory.profile_document import document_of, title_of
from convene.observatory.profile_rounds import Phase
from convene.observatory.queries.profiles import (
    Standing,
    archived_profiles,
    changes_of_versions,
    public_versions,
    published_profile,
    published_profiles,
)
from convene.observatory.views.downloads import limited
from convene.registry.naming import Named, named_one
from convene.registry.queries.at_hand import kept_of_day
from convene.registry.queries.names import alphabetical_place
from convene.registry.queries.reference import reference
from convene.registry.viewing import page_of, public_data, public_page
from convene.repository.enums import ExpressionStatus
from convene.repository.models import Work
from convene.ui.documents.json import json_of
from convene.ui.documents.model import Document
from convene.ui.documents.typst import pdf_of
from convene.ui.documents.word import MEDIA_TYPE as WORD
from convene.ui.documents.word import word_of

SECTION = "profiles"
FORMS: dict[str, tuple[str, Callable[[Document], bytes | str]]] = {
    "pdf": ("application/pdf", pdf_of),
    "docx": (WORD, word_of),
    "json": ("application/json; charset=utf-8", json_of),
}


@dataclass(frozen=True)
class Listed:
    """A published profile in the list."""

    state: Named
    address: str
    kind: str
    year: int
    phase: Phase | None
    published_on: date


@public_page
def profiles(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All published profiles by state, and those that the repository holds from before."""
    page = page_of(
        viewer,
        title=_("Migration Profiles"),
        description=_(
            "What states say of their migration, in the words of each state, with the day of its endorsement."
        ),
        path="profiles",
        section=SECTION,
    )
    context = {
        "page": page,
        "profiles": kept_of_day("published profiles", viewer, lambda: _listed(viewer)),
        "load_archived": lambda: _archived(viewer),
    }
    return render(request, "observatory/profiles.html", context, using="jinja2")


def _listed(viewer: Viewer) -> list[Listed]:
    rows = []
    for one in published_profiles(viewer):
        profile, step = one.profile, one.published_step()
        name = named_one(profile.state.address, viewer)
        kind, phase = profile.get_kind_display(), one.way.public_phase
        rows.append(Listed(name, profile.address, kind, profile.year, phase, step.happened_on))
    return sorted(rows, key=lambda row: (alphabetical_place(row.state.name), -row.year, row.kind))


def _archived(viewer: Viewer) -> list[tuple[Work, Any, bool]]:
    """Those of the repository, with their texts and whether one of these is a draft."""
    return [
        (
            work,
            work.expressions.all(),
            any(e.status == ExpressionStatus.DRAFT for e in work.expressions.all()),
        )
        for work in archived_profiles(viewer)
    ]


@public_page
def profile(request: HttpRequest, viewer: Viewer, key: str, number: int = 0) -> HttpResponse:
    """A published profile; one of its published versions where a number is given."""
    standing, version, step = _asked(key, number, viewer)
    now = standing.clock.published_version
    document = document_of(version, viewer, published=step, replaced_by=now if version.number != now else 0)
    versions = public_versions(standing)
    title = title_of(standing.profile, viewer)
    page = page_of(
        viewer,
        title=title,
        description=document.notices[0].text,
        path=f"{standing.profile.address}/version/{number}" if number else standing.profile.address,
        section=SECTION,
        breadcrumbs=[(_("Migration Profiles"), "profiles"), (title, None)],
    )
    context = {
        "page": page,
        "standing": standing,
        "state": named_one(standing.profile.state.address, viewer),
        "shown": version,
        "document": document,
        "versions": versions,
        "downloads": [
            (label, page.url(f"{standing.profile.address}.{form}", on=None, version=number or None))
            for label, form in (("PDF", "pdf"), ("Word", "docx"), ("JSON", "json"))
        ],
        "compared": [
            page.url(f"{standing.profile.address}/compare", older=older.number, newer=newer.number)
            for (newer, _newer_step), (older, _older_step) in pairwise(versions)
        ],
    }
    return render(request, "observatory/profile.html", context, using="jinja2")


def _asked(key: str, number: int, viewer: Viewer) -> tuple[Standing, ProfileVersion, ProfileStep]:
    """The profile and the version asked for. 404 for everything that is not published, whoever asks."""
    standing = published_profile(key, viewer)
    if standing is None:
        raise Http404(_("There is no published profile with this address."))
    wanted = number or standing.clock.published_version
    for version, step in public_versions(standing):
        if version.number == wanted:
            version.profile = standing.profile
            return standing, version, step
    raise Http404(_("There is no published version with this number."))


@public_data
@limited
def profile_file(request: HttpRequest, viewer: Viewer, key: str, form: str) -> HttpResponse:
    """A published version as PDF (tagged, PDF/UA-1), Word or JSON."""
    standing, version, step = _asked(key, _number(request.GET.get("version", "")), viewer)
    now = standing.clock.published_version
    document = document_of(version, viewer, published=step, replaced_by=now if version.number != now else 0)
    media_type, made = FORMS[form]
    response = HttpResponse(made(document), content_type=media_type)
    name = f"{key}-v{version.number}.{viewer.language}.{form}"
    response.headers["Content-Disposition"] = (
        f'{"inline" if form == "pdf" else "attachment"}; filename="{name}"'
    )
    return response


@public_page
def compare(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """What changed between two published versions, word by word, in every language."""
    standing = published_profile(key, viewer)
    if standing is None:
        raise Http404(_("There is no published profile with this address."))
    shown = {version.number: version for version, _step in public_versions(standing)}
    older, newer = (shown.get(_number(request.GET.get(name, ""))) for name in ("older", "newer"))
    if older is None or newer is None:
        raise Http404(_("There is no published version with this number."))
    older.profile = newer.profile = standing.profile
    title = title_of(standing.profile, viewer)
    page = page_of(
        viewer,
        title=_("Versions %(older)s and %(newer)s compared") % {"older": older.number, "newer": newer.number},
        path=f"{standing.profile.address}/compare",
        section=SECTION,
        query={"older": str(older.number), "newer": str(newer.number)},
        breadcrumbs=[
            (_("Migration Profiles"), "profiles"),
            (title, standing.profile.address),
            (_("Comparison"), None),
        ],
    )
    context = {
        "page": page,
        "profile_title": title,
        "changes": changes_of_versions(older, newer, viewer, reference().languages),
    }
    return render(request, "observatory/profile_compare.html", context, using="jinja2")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


@public_page
def by_parts(request: HttpRequest, viewer: Viewer, state: str, kind: str, year: int) -> HttpResponse:
    """The address that people guess, /profile/GEO/light/2016, leads to the permanent one."""
    return HttpResponseRedirect(f"/{viewer.language}/profile/{state}-{kind}-{year}")
