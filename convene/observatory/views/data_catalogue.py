"""The catalogue of datasets for machines under /api/datasets: DCAT-AP, schema.org, descriptions of CSV files."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from convene.core.viewer import Viewer
from convene.observatory.exports import dcat, schema_org
from convene.observatory.exports.described import Described, described
from convene.observatory.exports.sdmx import csv_metadata
from convene.observatory.views.sdmx import sdmx_view
from convene.registry.queries.reference import reference

# Types of Accept -> the ending that says the same.
ACCEPTED = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/json": "jsonld"}


@sdmx_view
def catalogue(request: HttpRequest, viewer: Viewer, form: str = "") -> HttpResponse:
    """All datasets: Turtle, JSON-LD after DCAT-AP, or JSON-LD after schema.org."""
    form = form or _form(request)

    def make() -> bytes:
        found = described(viewer)
        if form == "schema.jsonld":
            return _json(schema_org.data_catalogue(found, _title(), viewer.language))
        return dcat.written(dcat.catalogue_graph(found, _title(), _about()), form)

    body = reference().remembered(f"catalogue {form} {viewer.language} {viewer.today}", make)
    return HttpResponse(body, content_type=_media_type(form))


@sdmx_view
def dataset(request: HttpRequest, viewer: Viewer, key: str, form: str = "") -> HttpResponse:
    """One dataset in the same formats, and what its CSV holds."""
    one = next((one for one in described(viewer) if one.key == key), None)
    if one is None:
        raise Http404(_("There is no dataset with this address."))
    form = form or _form(request)
    return HttpResponse(_written(one, form, viewer.language), content_type=_media_type(form))


def _written(one: Described, form: str, language: str) -> bytes:
    if form == "schema.jsonld":
        return _json(schema_org.dataset(one, language))
    if form == "csv-metadata.json":
        return _json(csv_metadata.csv_metadata(one, language))
    return dcat.written(dcat.dataset_graph(one), form)


def _media_type(form: str) -> str:
    if form == "csv-metadata.json":
        return csv_metadata.MEDIA_TYPE
    return schema_org.MEDIA_TYPE if form == "schema.jsonld" else dcat.MEDIA_TYPES[form]


def _form(request: HttpRequest) -> str:
    accepted = request.headers.get("Accept", "")
    return next((form for media, form in ACCEPTED.items() if media in accepted), "ttl")


def _title() -> Mapping[str, str]:
    found = {}
    for language in reference().languages:
        with override(language):
            name = reference().dialogue.name.in_language(language)
            found[language] = _("%(dialogue)s: datasets of the Migration Observatory") % {"dialogue": name}
    return found


def _about() -> Mapping[str, str]:
    found = {}
    notice = reference().dialogue.unofficial_notice
    for language in reference().languages:
        with override(language):
            words = _(
                "Figures of international producers with their editions, licences, definitions and gaps."
            )
        found[language] = f"{words} {notice.in_language(language)}".strip()
    return found


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
