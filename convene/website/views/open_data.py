"""Open data: what can be had in which format, any table as a file, the exports, the box."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.accounts import limits, record_version
from convene.core.tables import all_tables
from convene.core.viewer import Viewer
from convene.observatory.queries.catalogue import catalogue
from convene.registry.exports.popolo import popolo as as_popolo
from convene.registry.lists import list_response, public_rows
from convene.registry.queries.reference import reference
from convene.registry.viewing import page_of, public_data, public_page
from convene.website import box as boxes
from convene.website.box import signing
from convene.website.iom_profile import iom_profile as profile_of
from convene.website.iom_profile_word import MEDIA_TYPE, word
from convene.website.views import errors

BOXES_PER_MINUTE = 10


@public_page
def open_data(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every list with its formats, the API with examples, the exports, the box with the key's fingerprint."""
    language = viewer.language
    page = page_of(
        viewer,
        title=_("Open data"),
        description=_("Every list as a file, an API, and the whole record as one signed archive."),
        path="open-data",
        section="open-data",
        feeds=[("application/atom+xml", _("What is new"), f"/{language}/feed.atom")],
        has_date_control=False,
    )
    context = {
        "page": page,
        "tables": [(table, f"/{language}/data/{table.name}") for table in all_tables() if table.public],
        "examples": _examples(viewer),
        "figures": _figures(viewer),
        "fingerprint": signing.fingerprint(signing.own_public_key()) if signing.can_sign() else "",
        "version": record_version.current(),
        "credits": reference().dialogue.credits,
    }
    return render(request, "website/open_data.html", context, using="jinja2")


def _figures(viewer: Viewer) -> list[tuple[str, Any]]:
    """Where programs find figures; nothing where there are none. docs/reference/figures-for-machines.md says more."""
    if not catalogue().served:
        return []
    lang = f"lang={viewer.language}"
    return [
        (
            f"/api/sdmx/structure/dataflow/CONVENE?{lang}",
            _("SDMX REST: the datasets, and from there their figures"),
        ),
        (f"/api/datasets.ttl?{lang}", _("The catalogue of datasets after DCAT-AP, as Turtle")),
        (f"/api/datasets.jsonld?{lang}", _("The catalogue of datasets after DCAT-AP, as JSON-LD")),
        (f"/api/datasets.schema.jsonld?{lang}", _("The catalogue of datasets after schema.org")),
    ]


def _examples(viewer: Viewer) -> list[tuple[str, Any]]:
    """Addresses of the API to try, with what each answers."""
    lang = f"lang={viewer.language}"
    return [
        (
            f"/api/v1/participants?on={viewer.day.isoformat()}&{lang}",
            _("Who takes part on a day, and how sure that is"),
        ),
        (
            f"/api/v1/offices/chair/holders?on={viewer.day.isoformat()}&{lang}",
            _("Who holds an office on a day"),
        ),
        (
            f"/api/v1/states/XKX?{lang}" if "state/XKX" in reference().actors else "/api/v1/states",
            _("A state: designation, footnote, participation, offices"),
        ),
        (
            f"/api/v1/meetings?year={viewer.day.year - 1}&{lang}",
            _("Meetings by year, kind, place, mode or words"),
        ),
        (f"/api/v1/differences?{lang}", _("Where sources differ")),
        (f"/api/v1/search?q=return&{lang}", _("Search over everything")),
        ("/api/v1/tables", _("Every table with its columns")),
        ("/api/v1/openapi.json", _("The description of the API (OpenAPI 3.1)")),
    ]


@public_data
def table(request: HttpRequest, viewer: Viewer, name: str, form: str) -> HttpResponse:
    """Any public table as data."""
    known = {table.name: table for table in all_tables() if table.public}
    if name not in known:
        raise Http404(_("There is no such list."))
    rows = public_rows(known[name])
    return list_response(known[name], rows, viewer, form, path=f"data/{name}", title=str(known[name].label))


@public_data
def popolo(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Bodies, offices and terms in the Popolo format."""
    return JsonResponse(as_popolo(viewer), json_dumps_params={"ensure_ascii": False, "indent": 1})


@public_page
def iom_profile(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The dialogue in the format of IOM's pages, as a page."""
    profile = profile_of(viewer)
    page = page_of(
        viewer,
        title=profile.title,
        path="export/iom-profile",
        section="open-data",
        breadcrumbs=[(_("Open data"), "open-data"), (_("Profile in IOM's format"), None)],
    )
    return render(request, "website/iom_profile.html", {"page": page, "profile": profile}, using="jinja2")


@public_data
def iom_profile_word(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The same as a Word document."""
    response = HttpResponse(word(profile_of(viewer), viewer), content_type=MEDIA_TYPE)
    name = f"{reference().dialogue.key}-iom-profile.{viewer.language}.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public_data
def box(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The whole public record as one signed archive, made once per record version and day."""
    if not limits.allow(request, "box", BOXES_PER_MINUTE):
        return errors.too_many(request)
    name = f"{reference().dialogue.key}-{record_version.current()}-{viewer.today.isoformat()}.zip"
    path = _made(Path(settings.HOME) / "cache" / "box" / name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def _made(path: Path) -> Path:
    """The box at `path`; the first who asks for it makes it, the others wait. Older ones are thrown away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return path
    with (path.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for older in path.parent.glob("*.zip"):
                older.unlink(missing_ok=True)
            boxes.make(path)
    return path
