"""Sources, what rests on them, where they differ, and what none of them says."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.tables import table_named
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry.enums import SourceKind
from convene.registry.lists import list_response, public_rows
from convene.registry.models import Citation, Claim, Source
from convene.registry.queries import citations_of, claims_behind, page_path, reference
from convene.registry.queries.addresses import visible_titles
from convene.registry.queries.at_hand import row_with_key, rows_at_hand, rows_under
from convene.registry.queries.citations import differences_for
from convene.registry.queries.hidden import hidden_from
from convene.registry.viewing import page_of, public_data, public_page


@public_page
def sources(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All sources, by kind."""
    by_kind: dict[str, list[Source]] = defaultdict(list)
    for source in rows_at_hand(Source).values():
        by_kind[source.kind].append(source)
    page = page_of(
        viewer,
        title=_("Sources"),
        description=_("Every document, page and report that this record rests on."),
        path="sources",
        section="sources",
    )
    context = {
        "page": page,
        "by_kind": {SourceKind(kind).label: rows for kind, rows in by_kind.items()},
        "count": sum(map(len, by_kind.values())),
    }
    return render(request, "registry/sources.html", context, using="jinja2")


@public_page
def source(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One source: what it is, what it says, and what rests on it."""
    row = row_with_key(Source, key)
    if row is None:
        raise Http404
    hidden = hidden_from(viewer)
    told = rows_under(Claim, "source_id", viewer)[row.pk]
    claims = [claim for claim in told if claim.address not in hidden]
    places: dict[str, list[str]] = defaultdict(list)
    for cited in rows_under(Citation, "source_id")[row.pk]:
        places[cited.address].append(cited.place)
    paths = {address: page_path(address) for address in places if address not in hidden}
    subjects = {claim.subject.partition("#")[0] for claim in claims}
    titles = visible_titles([*(address for address, path in paths.items() if path), *subjects], viewer)
    resting = sorted(
        (titles[address].in_language(viewer.language), path, ", ".join(filter(None, places[address])))
        for address, path in paths.items()
        if path and address in titles
    )
    page = page_of(
        viewer,
        title=row.title,
        path=row.address,
        section="sources",
        breadcrumbs=[(_("Sources"), "sources"), (row.key, None)],
        json_ld={
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "identifier": row.key,
            "name": row.title,
            "inLanguage": row.title_language,
            "publisher": row.publisher or None,
            "url": row.url or None,
        },
    )
    context = {
        "page": page,
        "source": row,
        "claims": claims,
        "resting": [(title, page.url(path), cited_at) for title, path, cited_at in resting],
        "also": sum(1 for path in paths.values() if not path),
        "subjects": _subjects(claims, titles, viewer),
    }
    return render(request, "registry/source.html", context, using="jinja2")


def _subjects(claims: list[Claim], titles: dict[str, Text], viewer: Viewer) -> dict[str, tuple[str, str]]:
    """subject -> (what it is called, path of its page or "")."""
    found = {}
    for claim in claims:
        thing = claim.subject.partition("#")[0]
        title = titles[thing].in_language(viewer.language) if thing in titles else thing
        found[claim.subject] = (title, page_path(thing) if thing in titles else "")
    return found


@public_page
def differences(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Where sources differ: every difference the viewer may see, with both wordings."""
    kind = request.GET.get("kind", "")
    everyone = differences_for(viewer)
    shown = [(row, kinds) for row, kinds in everyone if not kind or kind in {one.key for one in kinds}]
    kinds = [one for one in reference().concepts.values() if one.scheme == "difference-kind"]
    page = page_of(
        viewer,
        title=_("Where sources differ"),
        description=_("Disagreements between and within sources, with both wordings and our reading."),
        path="differences",
        section="differences",
        query={"kind": kind},
    )
    context = {
        "page": page,
        "rows": shown,
        "count": len(everyone),
        "kinds": kinds,
        "kind": kind,
        "claims": claims_behind([row.address for row, _kinds in shown], viewer),
    }
    return render(request, "registry/differences.html", context, using="jinja2")


@public_page
def difference(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One difference: what each source says, our reading, and the pages it touches."""
    row, kinds = next((found for found in differences_for(viewer) if found[0].key == key), (None, []))
    if row is None:
        raise Http404
    claims = claims_behind([row.address], viewer)[row.address]
    titles = visible_titles(row.about, viewer)
    touched = [
        (titles[thing].in_language(viewer.language), page_path(thing))
        for thing in dict.fromkeys(address.partition("#")[0] for address in row.about)
        if thing in titles
    ]
    page = page_of(
        viewer,
        title=row.subject,
        path=row.address,
        section="differences",
        breadcrumbs=[(_("Where sources differ"), "differences"), (str(row.number), None)],
    )
    context = {"page": page, "difference": row, "kinds": kinds, "claims": claims, "touched": touched}
    return render(request, "registry/difference.html", context, using="jinja2")


@public_page
def gaps(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What no source we saw says."""
    rows = reference().gaps
    page = page_of(
        viewer,
        title=_("Known gaps"),
        description=_("What no source seen so far says. Nothing here is filled in from imagination."),
        path="gaps",
        section="gaps",
    )
    context = {"page": page, "rows": rows, "citations": citations_of([row.address for row in rows], viewer)}
    return render(request, "registry/gaps.html", context, using="jinja2")


@public_data
def data(request: HttpRequest, viewer: Viewer, name: str, form: str) -> HttpResponse:
    """Any of the registry's own lists as data: sources, differences, gaps, claims, terms, bodies, organisations."""
    table = table_named(name)
    return list_response(table, public_rows(table), viewer, form, path=name, title=str(table.label))
