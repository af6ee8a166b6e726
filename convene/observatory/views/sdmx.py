"""SDMX REST 2.x under /api/sdmx/: structures, data, schemas. Public, without cookies, readable from any site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from itertools import chain, islice
from typing import Any
from zlib import crc32

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from lxml import etree

from convene.accounts import limits, record_version
from convene.core.viewer import Viewer
from convene.observatory.exports import json_stat
from convene.observatory.exports.described import MOST_IN_JSON, iri_of
from convene.observatory.exports.sdmx import (
    csv_metadata,
    data_csv,
    data_json,
    data_ml,
    structure_json,
    structure_ml,
)
from convene.observatory.exports.sdmx.answering import observations
from convene.observatory.exports.sdmx.model import AGENCY, KEY, STRUCTURE, VERSION
from convene.observatory.exports.sdmx.question import BadSdmx, DataQuestion, check_reference, data_question
from convene.observatory.exports.sdmx.structures import KINDS, Artefact, artefacts
from convene.observatory.queries.catalogue import catalogue
from convene.registry.queries.reference import one_reference, reference
from convene.registry.viewing import public_viewer

PER_MINUTE = 120
REFERENCES = {"none", "all", "parents", "children", "descendants", "parentsandsiblings", "ancestors"}
# Words of ?format= and types of Accept, the first the default.
DATA_FORMS = {
    "csv": ("application/vnd.sdmx.data+csv", "text/csv"),
    "xml": ("application/vnd.sdmx.data+xml", "application/xml", "text/xml"),
    "json": ("application/vnd.sdmx.data+json", "application/json"),
    "jsonstat": (),  # its type is that of any JSON: it is asked for by ?format=
}
STRUCTURE_FORMS = {
    "xml": ("application/vnd.sdmx.structure+xml", "application/xml", "text/xml"),
    "json": ("application/vnd.sdmx.structure+json", "application/json"),
}
SDMX_CODES = {400: 140, 404: 100, 406: 406, 413: 130, 414: 140, 429: 110, 501: 501}


def sdmx_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view: public viewer, language by ?lang=, limits, refusals as SDMX tells them."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **asked: str) -> HttpResponse:
        with one_reference():
            known = reference()
            language = request.GET.get("lang", "") or known.languages[0]
            if language not in known.languages:
                language = known.languages[0]
            with override(language):
                viewer = public_viewer(request, language)
                tag = _tag(request, viewer)
                if is_known(tag, request.headers.get("If-None-Match", "")):
                    response = HttpResponse(status=304)
                else:
                    response = _answered(view, request, viewer, asked)
        if response.status_code in (200, 304):
            response.headers["ETag"] = tag
            response.headers["Cache-Control"] = "public, max-age=300"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept"])
        return response

    answer.is_public = True
    return answer


def _tag(request: HttpRequest, viewer: Viewer) -> str:
    """
    The same until the record changes or the day ends where the dialogue is, for one address and one list of types.

    Weak: the moment an answer was prepared stands in it.
    """
    asked = crc32(f"{request.get_full_path()} {request.headers.get('Accept', '')}".encode())
    return f'W/"{record_version.published()}-{viewer.today:%Y%m%d}-{asked:08x}"'


def is_known(tag: str, told: str) -> bool:
    """Whether the caller says (`If-None-Match`) that it has the answer: one of a list, weak or not."""
    return tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in told.split(",")}


def _answered(view: Callable, request: HttpRequest, viewer: Viewer, asked: dict[str, str]) -> HttpResponse:
    try:
        if not limits.allow(request, "sdmx", PER_MINUTE):
            raise BadSdmx(request.path, _("Too many questions in a minute."), _("Wait a minute."), 429)
        return view(request, viewer, **{name: told for name, told in asked.items() if told is not None})
    except BadSdmx as error:
        return _refusal(request, error)


# --- data ------------------------------------------------------------------------------------------------


@sdmx_view
def index(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Where to begin."""
    base = f"{settings.PUBLIC_URL}/api/sdmx"
    told = {
        "service": "SDMX REST 2.x (SDMX 3.0)",
        "structure": f"{base}/structure/dataflow/{AGENCY}",
        "everything": f"{base}/structure/*/{AGENCY}/*/{VERSION}?references=all",
        "data": f"{base}/data/dataflow/{AGENCY}/{{dataset}}/{VERSION}/{'.'.join(KEY)}",
        "schema": f"{base}/schema/dataflow/{AGENCY}/{{dataset}}/{VERSION}",
        "catalogue": f"{settings.PUBLIC_URL}/api/datasets",
    }
    return _json(told, "application/json")


@sdmx_view
def data(
    request: HttpRequest,
    viewer: Viewer,
    context: str,
    agency: str,
    flow: str,
    version: str = "*",
    key: str = "*",
) -> HttpResponse:
    """The observations of a dataset: all editions, unless the question names some."""
    form = _form(request, DATA_FORMS)
    found = _flow(viewer, flow)
    question = data_question(
        context, agency, found.id, version, key, {name: request.GET.getlist(name) for name in request.GET}
    )
    rows = observations(question)
    first = next(rows, None)
    if first is None:
        raise BadSdmx(key, _("There are no figures of this."), status=404)
    return _written(form, found, chain([first], rows), question, viewer)


def _written(
    form: str, flow: Artefact, rows: Iterator[tuple], question: DataQuestion, viewer: Viewer
) -> HttpResponse:
    now = datetime.now(UTC)
    shown = {"values": question.with_values, "attributes": question.with_attributes}
    if form == "csv":
        response = _streamed(data_csv.data_csv(flow.id, rows, **shown), data_csv.MEDIA_TYPE, f"{flow.id}.csv")
        about = f"{iri_of(flow.id)}.csv-metadata.json"
        response.headers["Link"] = f'<{about}>; rel="describedby"; type="{csv_metadata.MEDIA_TYPE}"'
        return response
    if form == "xml":
        return _streamed(data_ml.data_ml(flow.id, rows, now, **shown), data_ml.MEDIA_TYPE, f"{flow.id}.xml")
    some = list(islice(rows, MOST_IN_JSON + 1))
    if len(some) > MOST_IN_JSON:
        raise BadSdmx(
            flow.id,
            _("These are more than %(most)s figures.") % {"most": f"{MOST_IN_JSON:,}"},
            _("Ask for less, or for CSV."),
            413,
        )
    codes = _codes(viewer)
    if form == "jsonstat":
        decimals = {code: row.decimals for code, row in catalogue().indicators.items()}
        told = json_stat.json_stat(flow, some, codes, decimals, viewer.language)
        return _json(told, json_stat.MEDIA_TYPE)
    return _json(data_json.data_json(flow, some, codes, now, viewer.language), data_json.MEDIA_TYPE)


def _codes(viewer: Viewer) -> dict[str, dict[str, Any]]:
    """Items by codelist and code, and the concepts under "concepts"."""

    def make() -> dict[str, dict[str, Any]]:
        listed = [one for one in artefacts(viewer) if one.kind in ("codelist", "conceptscheme")]
        return {
            "concepts" if one.kind == "conceptscheme" else one.id: {item.id: item for item in one.items}
            for one in listed
        }

    return reference().remembered(f"codes of figures {viewer.day} {viewer.language}", make)


def _streamed(parts: Iterator[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(told: Any, media_type: str, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type=media_type, status=status)


# --- structures --------------------------------------------------------------------------------------------


@sdmx_view
def structure(
    request: HttpRequest,
    viewer: Viewer,
    kind: str,
    agency: str = "*",
    ident: str = "*",
    version: str = "*",
    item: str = "*",
) -> HttpResponse:
    """Artefacts of a kind, with those they refer to where `references` asks for them; some of their items."""
    form = _form(request, STRUCTURE_FORMS)
    references = request.GET.get("references", "none").lower()
    if references not in REFERENCES | set(KINDS):
        raise BadSdmx(references, _("This is not a word of `references`."), ", ".join(sorted(REFERENCES)))
    if kind not in (*KINDS, "*"):
        raise BadSdmx(kind, _("There is nothing of this kind."), ", ".join(KINDS), 404)
    if kind != "agencyscheme":
        check_reference(agency, version)
    everything = artefacts(viewer)
    wanted = ident.split(",")
    found = [
        one for one in everything if kind in (one.kind, "*") and (one.id in wanted or ident in ("*", "all"))
    ]
    if not found:
        raise BadSdmx(
            ident, _("There is no such thing."), _("See /structure/%(kind)s.") % {"kind": kind}, 404
        )
    if item not in ("*", "all"):
        found = [one.only(item.split(",")) for one in found]
    found = _with_references(found, everything, references)
    stubs = request.GET.get("detail", "full").lower() in ("allstubs", "allcompletestubs")
    now = datetime.now(UTC)
    if form == "json":
        told = structure_json.structure_json(found, now, viewer.language, stubs=stubs)
        return _json(told, structure_json.MEDIA_TYPE)
    return HttpResponse(
        structure_ml.structure_ml(found, now, stubs=stubs), content_type=structure_ml.MEDIA_TYPE
    )


def _with_references(found: list[Artefact], everything: list[Artefact], references: str) -> list[Artefact]:
    """
    A dataflow refers to the data structure, which refers to concepts and codelists; each of them to nothing.

    What refers to something are its parents, what it refers to its children, and theirs its descendants.
    """
    kinds = {one.kind for one in found}
    below = {"dataflow": {"datastructure"}, "datastructure": {"codelist", "conceptscheme"}}
    wanted: set[str] = {references} & set(KINDS)
    if references in ("children", "descendants", "all"):
        wanted |= {child for kind in kinds for child in below.get(kind, ())}
        if references != "children" and "datastructure" in wanted:
            wanted |= below["datastructure"]
    if references in ("parents", "parentsandsiblings", "ancestors", "all"):
        wanted |= {parent for parent, children in below.items() if children & (kinds | wanted)}
        if references in ("ancestors", "all") and "datastructure" in wanted:
            wanted.add("dataflow")
    more = [one for one in everything if one.kind in wanted - kinds]
    return [*found, *more]


@sdmx_view
def schema(
    request: HttpRequest, viewer: Viewer, context: str, agency: str, flow: str, version: str = "*"
) -> HttpResponse:
    """The XML schema of a dataflow's structure-specific data."""
    check_reference(agency, version)
    if context == "datastructure" and flow == STRUCTURE:
        return HttpResponse(data_ml.schema_of(flow), content_type=data_ml.SCHEMA_TYPE)
    return HttpResponse(data_ml.schema_of(_flow(viewer, flow).id), content_type=data_ml.SCHEMA_TYPE)


def _flow(viewer: Viewer, flow: str) -> Artefact:
    flows = {one.id: one for one in artefacts(viewer) if one.kind == "dataflow"}
    if flow not in flows:
        raise BadSdmx(flow, _("There is no such dataset."), "/structure/dataflow/CONVENE", 404)
    return flows[flow]


# --- what is asked for, and refused ---------------------------------------------------------------------------


def _form(request: HttpRequest, forms: dict[str, tuple[str, ...]]) -> str:
    """The format, by ?format= or the best of Accept. Raises BadSdmx (406)."""
    if word := request.GET.get("format", "").lower():
        if word in forms:
            return word
        raise BadSdmx(word, _("This format is not written."), ", ".join(forms), 406)
    default = next(iter(forms))
    accepted = request.headers.get("Accept", "*/*")
    for told in sorted((_quality(part) for part in accepted.split(",")), key=lambda one: -one[1]):
        for word, types in forms.items():
            if told[0] in types and told[2] in ("", "2.0.0" if word != "xml" else "3.0.0", "2.0", "3.0"):
                return word
        if told[0] in ("*/*", "", "application/*"):
            return default
    raise BadSdmx(accepted, _("None of these formats is written."), ", ".join(forms), 406)


def _quality(part: str) -> tuple[str, float, str]:
    """`application/vnd.sdmx.data+csv;version=2.0.0;q=0.5` -> type, 0.5, version."""
    media, *parameters = (piece.strip() for piece in part.split(";"))
    told = dict(piece.split("=", 1) for piece in parameters if "=" in piece)
    try:
        quality = float(told.get("q", "1"))
    except ValueError:
        quality = 0.0
    return media.lower(), quality, told.get("version", "")


def _refusal(request: HttpRequest, error: BadSdmx) -> HttpResponse:
    """In the format that was asked for, as far as it can be told: JSON, or else XML."""
    words = f"{error.record}: {error.reason} {error.next_step}".strip()
    code = SDMX_CODES.get(error.status, 500)
    asked = request.GET.get("format", "") + request.headers.get("Accept", "")
    if "json" in asked:
        told = {"errors": [{"code": code, "title": words}]}
        return _json(told, "application/vnd.sdmx.data+json;version=2.0.0", error.status)
    message = etree.Element(f"{{{structure_ml.BASE}message}}Error", nsmap=structure_ml.NAMESPACES)
    inner = etree.SubElement(message, f"{{{structure_ml.BASE}message}}ErrorMessage", code=str(code))
    etree.SubElement(inner, f"{{{structure_ml.BASE}common}}Text").text = words
    body = etree.tostring(message, xml_declaration=True, encoding="UTF-8")
    return HttpResponse(body, content_type="application/xml", status=error.status)
