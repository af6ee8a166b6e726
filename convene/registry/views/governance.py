"""What the dialogue is, its bodies and offices, and the whole succession of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.registry.enums import OfficeKind
from convene.registry.models import Body, Office, Statement, Term
from convene.registry.naming import Named, named, named_one
from convene.registry.queries import citations_of
from convene.registry.queries.at_hand import kept_of_day, row_with_key, rows_at_hand
from convene.registry.queries.offices import terms_in_order
from convene.registry.queries.reference import reference
from convene.registry.viewing import differences_on, gaps_about, page_of, public_page
from convene.ui.lines import Stretch, term_bar

TONES = ("t0", "t1", "t2")


@dataclass(frozen=True)
class Held:
    """A term as a page shows it. `who` is None where nobody held the office."""

    term: Term
    who: Named | None
    tone: str
    is_current: bool


def shown_terms(terms: list[Term], viewer: Viewer) -> list[Held]:
    """The terms in order, each holder with a tone of its own."""
    tones: dict[Any, str] = {}
    held = []
    for term in terms:
        holder = term.holder_id
        if holder and holder not in tones:
            tones[holder] = TONES[len(tones) % len(TONES)]
        held.append(
            Held(
                term=term,
                who=named_one(term.holder.address, viewer) if holder else None,
                tone=tones.get(holder, "gap"),
                is_current=term.period.on(viewer.day),
            )
        )
    return held


def bar_of(held: list[Held], viewer: Viewer) -> str:
    """The succession as a bar drawn to scale; empty where no day is known or terms run side by side."""
    days = [one.term.starts_on for one in held if one.term.starts_on]
    if not days or held[0].term.office.seats != 1:
        return ""
    last = max([viewer.today, *(one.term.ends_on for one in held if one.term.ends_on)])
    stretches = [Stretch(str(one.who or ""), one.term.starts_on, one.term.ends_on, one.tone) for one in held]
    return term_bar(stretches, min(days), last, viewer.day)


def _statements() -> list[Statement]:
    """Every statement by its position. No query where nothing changed."""
    return reference().remembered(
        "statements",
        lambda: sorted(rows_at_hand(Statement).values(), key=lambda one: (one.position, one.key)),
    )


@public_page
def about(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the dialogue is: statements by topic, its governance in short, money, contact."""
    statements = [one for one in _statements() if one.topic != "iom" and one.period.on(viewer.day)]
    by_topic: dict[str, list[Statement]] = {}
    for one in statements:
        by_topic.setdefault(one.topic, []).append(one)
    names = {concept.key: concept.name for concept in reference().concepts.values()}
    order = {key: position for position, key in enumerate(names)}
    topics = [
        (topic, names.get(f"topic-{topic}", topic), by_topic[topic])
        for topic in sorted(by_topic, key=lambda topic: (order.get(f"topic-{topic}", len(order)), topic))
    ]
    dialogue = f"dialogue/{reference().dialogue.key}"
    page = page_of(
        viewer,
        title=_("About the dialogue"),
        description=reference().dialogue.tagline,
        path="about",
        section="about",
    )
    context = {
        "page": page,
        "topics": topics,
        "citations": citations_of([one.address for one in statements], viewer),
        "differences": differences_on(viewer, dialogue),
    }
    return render(request, "registry/about.html", context, using="jinja2")


def _lines(chairs: list[Term], viewer: Viewer) -> list[tuple[Office, list[Held], str]]:
    """The succession of each office, and the bar of it."""
    successions: dict[Office, list[Term]] = {}
    for term in chairs:
        successions.setdefault(term.office, []).append(term)
    return [
        (office, held, bar_of(held, viewer))
        for office, terms in successions.items()
        for held in [shown_terms(terms, viewer)]
    ]


@public_page
def governance(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Bodies on the day, their composition, the chair with the whole succession, the secretariat."""
    terms = terms_in_order()
    bodies = list(rows_at_hand(Body).values())
    chairs = [term for term in terms if term.office.kind in (OfficeKind.CHAIR, OfficeKind.CO_CHAIR)]
    lines = kept_of_day("successions of chairs", viewer, lambda: _lines(chairs, viewer))
    now = [body for body in bodies if body.period.on(viewer.day)]
    members = {
        body.pk: named(
            {
                term.holder.address
                for term in terms
                if term.office.body_id == body.pk and term.holder_id and term.period.on(viewer.day)
            },
            viewer,
        )
        for body in now
    }
    statements = [one for one in _statements() if one.topic == "governance" and one.period.on(viewer.day)]
    addresses = [*(t.address for t in chairs), *(b.address for b in bodies), *(s.address for s in statements)]
    page = page_of(
        viewer,
        title=_("Governance"),
        description=_("Bodies, their composition, who chairs, and who chaired before."),
        path="governance",
        section="about",
        breadcrumbs=[(_("About"), "about"), (_("Governance"), None)],
    )
    context = {
        "page": page,
        "lines": lines,
        "bodies": now,
        "former": [body for body in bodies if body.period.ends_on and body.period.ends_on <= viewer.day],
        "members": members,
        "statements": statements,
        "citations": citations_of(addresses, viewer),
        "differences": differences_on(viewer, *{term.office.address for term in chairs}),
    }
    return render(request, "registry/governance.html", context, using="jinja2")


@public_page
def body(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One body: what it does, since when, composition on the day and over time, its meetings."""
    row = row_with_key(Body, key)
    if row is None:
        raise Http404
    terms = [term for term in terms_in_order() if term.office.body_id == row.pk]
    page = page_of(
        viewer,
        title=row.name,
        description=row.role,
        path=row.address,
        section="about",
        breadcrumbs=[(_("Governance"), "governance"), (row.name, None)],
        json_ld={
            "@context": "https://schema.org",
            "@type": "Organization",
            "identifier": row.key,
            "name": row.name.in_language(viewer.language),
        },
    )
    context = {
        "page": page,
        "body": row,
        "held": shown_terms(terms, viewer),
        "citations": citations_of([row.address, *(term.address for term in terms)], viewer),
        "differences": differences_on(viewer, row.address),
        "gaps": gaps_about(viewer, row.address),
    }
    return render(request, "registry/body.html", context, using="jinja2")


@public_page
def office(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One office: who holds it on the day, and the whole succession with its sources."""
    row = row_with_key(Office, key)
    if row is None:
        raise Http404
    held = shown_terms([term for term in terms_in_order() if term.office_id == row.pk], viewer)
    page = page_of(
        viewer,
        title=row.name,
        path=row.address,
        section="about",
        breadcrumbs=[(_("Governance"), "governance"), (row.name, None)],
    )
    context = {
        "page": page,
        "office": row,
        "held": held,
        "now": [one for one in held if one.is_current],
        "bar": bar_of(held, viewer),
        "citations": citations_of([row.address, *(one.term.address for one in held)], viewer),
        "differences": differences_on(viewer, row.address),
        "gaps": gaps_about(viewer, row.address),
    }
    return render(request, "registry/office.html", context, using="jinja2")


@public_page
def organisation(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One organisation: names over time, what it is part of, offices held."""
    address = f"organisation/{key}"
    actor = reference().actors.get(address)
    if actor is None:
        raise Http404
    terms = [term for term in terms_in_order() if term.holder_id == actor.pk]
    names = reference().names.get(address, {}).get(viewer.language, [])
    parent = next((row for row in reference().actors.values() if row.pk == actor.parent_id), None)
    shown = named_one(address, viewer)
    page = page_of(
        viewer,
        title=str(shown),
        path=address,
        section="about",
        breadcrumbs=[(_("About"), "about"), (str(shown), None)],
    )
    context = {
        "page": page,
        "actor": actor,
        "named": shown,
        "parent": named_one(parent.address, viewer) if parent else None,
        "names": list(reversed(names)),
        "terms": terms,
        "citations": citations_of(
            [address, *(t.address for t in terms), *(f"designation/{n.key}" for n in names)], viewer
        ),
        "differences": differences_on(viewer, address),
    }
    return render(request, "registry/organisation.html", context, using="jinja2")
