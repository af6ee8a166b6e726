"""Datasets with their editions, indicators with their concepts, and both as data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.tables import table_named
from convene.core.viewer import Viewer
from convene.observatory import showing
from convene.observatory.areas import area_name
from convene.observatory.enums import Section
from convene.observatory.exports.described import forms_of
from convene.observatory.models import Dataset, Edition
from convene.observatory.observation import KOSOVO
from convene.observatory.queries.catalogue import catalogue, report_of
from convene.observatory.views.editions_feed import feed_of
from convene.registry.lists import list_response, public_rows
from convene.registry.naming import named_one
from convene.registry.queries import citations_of
from convene.registry.viewing import page_of, public_data, public_page

LISTS = "datasets|indicators|editions|snapshots|territories|territory_notes"


@public_page
def datasets(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every dataset with its producer, licence and newest edition."""
    known = catalogue()
    page = page_of(
        viewer,
        title=_("Datasets"),
        description=_("Whose figures the Observatory shows, in which editions and under which licences."),
        path="datasets",
        section="observatory",
        breadcrumbs=[(_("Observatory"), "observatory"), (_("Datasets"), None)],
        feeds=[feed_of(viewer)],
        has_date_control=False,
    )
    by_producer: dict[str, list[tuple[Dataset, Any]]] = {}
    for row in known.datasets.values():
        producer = str(named_one(row.producer.address, viewer))
        editions = [one for one in known.editions_of.get(row.key, ()) if one.key in known.served]
        by_producer.setdefault(producer, []).append((row, editions))
    context = {"page": page, "producers": list(by_producer.items())}
    return render(request, "observatory/datasets.html", context, using="jinja2")


@public_page
def dataset(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One dataset: producer, licence, editions, indicators, what its figures of an area include."""
    known = catalogue()
    row = known.datasets.get(key)
    if row is None:
        raise Http404(_("There is no dataset with this address."))
    page = page_of(
        viewer,
        title=row.title,
        description=row.note or row.attribution,
        path=row.address,
        section="observatory",
        breadcrumbs=[(_("Observatory"), "observatory"), (_("Datasets"), "datasets"), (row.title, None)],
        feeds=[
            (
                "application/ld+json",
                "schema.org",
                f"/api/datasets/{key}.schema.jsonld?lang={viewer.language}",
            ),
            ("text/turtle", "DCAT-AP", f"/api/datasets/{key}.ttl"),
        ],
        has_date_control=False,
    )
    editions = known.editions_of.get(key, ())
    context = {
        "page": page,
        "dataset": row,
        "producer": named_one(row.producer.address, viewer),
        "editions": [
            (one, known.snapshots.get(one.snapshot_id), one.key in known.served) for one in editions
        ],
        "indicators": [one for one in known.indicators.values() if one.dataset_key == key],
        "notes": [(area_name(note.area, viewer), note) for note in known.territory_notes.get(key, ())],
        "starred": area_name(KOSOVO, viewer).footnote,
        "citations": citations_of([row.address], viewer),
        "machine_forms": _machine_forms(key, [one for one in editions if one.key in known.served]),
    }
    return render(request, "observatory/dataset.html", context, using="jinja2")


def _machine_forms(key: str, editions: list[Edition]) -> list[tuple[str, str]]:
    """(name of the format, address) of the figures and the description of a dataset, for programs."""
    if not editions:
        return []
    about = f"/api/datasets/{key}"
    return [
        *((form.name, form.address.removeprefix(settings.PUBLIC_URL)) for form in forms_of(key, editions)),
        ("CSVW", f"{about}.csv-metadata.json"),
        ("DCAT-AP (Turtle)", f"{about}.ttl"),
        ("DCAT-AP (JSON-LD)", f"{about}.jsonld"),
        ("schema.org", f"{about}.schema.jsonld"),
    ]


@public_page
def edition(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One edition: the file and its checksum, what an import of it found, what was done to its figures."""
    known = catalogue()
    row = known.editions.get(key)
    if row is None:
        raise Http404(_("There is no edition with this address."))
    of = known.datasets[row.dataset_key]
    title = f"{of.title.in_language(viewer.language)}, {row.label}"
    page = page_of(
        viewer,
        title=title,
        description=row.citation,
        path=row.address,
        section="observatory",
        breadcrumbs=[(_("Datasets"), "datasets"), (of.title, of.address), (row.label, None)],
        has_date_control=False,
    )
    report = report_of(row)
    context = {
        "page": page,
        "edition": row,
        "dataset": of,
        "snapshot": known.snapshots.get(row.snapshot_id),
        "served": row.key in known.served,
        "report": report,
        "indicators": [known.indicators[code] for code in row.indicators if code in known.indicators],
        "transformations": dict(report.get("transformations") or {}),
    }
    return render(request, "observatory/edition.html", context, using="jinja2")


@public_page
def indicators(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every indicator, by section."""
    known = catalogue()
    page = page_of(
        viewer,
        title=_("Indicators"),
        description=_("What the figures count: of whom, when, in which unit, from which dataset."),
        path="indicators",
        section="observatory",
        breadcrumbs=[(_("Observatory"), "observatory"), (_("Indicators"), None)],
        has_date_control=False,
    )
    sections = [
        (section.label, rows)
        for section in Section
        if (rows := [row for row in known.indicators.values() if row.section == section])
    ]
    context = {"page": page, "sections": sections, "datasets": known.datasets, "served": known.default}
    return render(request, "observatory/indicators.html", context, using="jinja2")


@public_page
def indicator(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """One indicator: its definition, concept, editions, and where to see its figures."""
    known = catalogue()
    row = known.indicators.get(code)
    if row is None:
        raise Http404(_("There is no indicator with this code."))
    of = known.datasets[row.dataset_key]
    page = page_of(
        viewer,
        title=row.name,
        description=row.definition,
        path=row.address,
        section="observatory",
        breadcrumbs=[(_("Observatory"), "observatory"), (_("Indicators"), "indicators"), (row.name, None)],
        has_date_control=False,
    )
    context = {
        "page": page,
        "indicator": row,
        "concept": showing.concept_words(row),
        "dataset": of,
        "producer": named_one(of.producer.address, viewer),
        "editions": known.editions_with(code),
        "notes": [(area_name(note.area, viewer), note) for note in known.territory_notes.get(of.key, ())],
        "starred": area_name(KOSOVO, viewer).footnote,
        "citations": citations_of([row.address, of.address], viewer),
    }
    return render(request, "observatory/indicator.html", context, using="jinja2")


@public_data
def data(request: HttpRequest, viewer: Viewer, name: str, form: str) -> HttpResponse:
    """The tables of the catalogue as CSV, JSON or Atom."""
    table = table_named(name)
    return list_response(table, public_rows(table), viewer, form, path=name, title=str(table.label))
