"""What search finds of the registry: only what the public may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from django.utils.translation import gettext_lazy as _

from convene.core.tables import table_named
from convene.core.text import Text
from convene.registry.models import Actor, Body, Difference, Gap, Office, Source, Statement
from convene.registry.queries.groups import groups_of
from convene.registry.queries.names import designation
from convene.registry.queries.reference import reference
from convene.registry.viewing import today_in
from convene.search.documents import Document, joined, register, register_state_names


def register_all() -> None:
    for kind, label, table, document in (
        ("state", _("States"), "states", of_actor),
        ("organisation", _("Organisations"), "organisations", of_actor),
        ("body", _("Bodies"), "bodies", of_body),
        ("office", _("Offices"), "offices", of_office),
        ("source", _("Sources"), "sources", of_source),
        ("difference", _("Where sources differ"), "differences", of_difference),
        ("gap", _("Known gaps"), "gaps", of_gap),
        ("statement", _("About the dialogue"), "statements", of_statement),
    ):
        register(kind, label, partial(_all, table, document), partial(_one, table, document))
    register_state_names(state_names)


def _public(table_name: str):
    rows = table_named(table_name).rows()
    return rows.public() if hasattr(rows, "public") else rows


def _all(table_name: str, document) -> Iterator[Document]:
    for row in _public(table_name):
        yield document(row)


def _one(table_name: str, document, key: str) -> Document | None:
    row = _public(table_name).filter(key=key).first()
    return document(row) if row is not None else None


def state_names(codes: Iterable[str], language: str) -> Mapping[str, str]:
    """Names for the filter by state, today's."""
    today = today_in(reference())
    return {code: str(designation(f"state/{code}", on=today, language=language)) for code in codes}


def of_actor(actor: Actor) -> Document:
    """An actor under today's name; earlier names and codes find it too."""
    known = reference()
    today = today_in(known)
    names = known.names.get(actor.address, {})
    title, long = {}, {}
    for language in known.languages:
        name = designation(actor.address, on=today, language=language)
        if name.language == language:
            title[language], long[language] = str(name), name.long
    every = {
        word
        for rows in names.values()
        for name in rows
        for word in (name.short, name.long, name.acronym, str(name))
        if word
    }
    groups = [membership.group.name.plain() for membership in groups_of(actor.key)]
    body = {
        language: ". ".join(
            filter(
                None,
                [
                    long.get(language),
                    actor.note.plain().get(language),
                    *(group.get(language) for group in groups),
                ],
            )
        )
        for language in known.languages
    }
    return Document(
        address=actor.address,
        kind=actor.kind,
        title=Text.from_plain(title) or Text.of(en=actor.key),
        body=body,
        states=(actor.key,) if actor.kind == "state" else (),
        weight=3.0 if actor.kind == "state" else 2.0,
        extra_names="; ".join(sorted(every | {actor.key, actor.alpha2} - {""})),
    )


def of_body(body: Body) -> Document:
    return Document(
        address=body.address,
        kind="body",
        title=body.name,
        body=joined(body.role, body.composition, body.decision_rule),
        year=body.starts_on.year if body.starts_on else None,
        weight=2.5,
        extra_names=body.acronym,
    )


def of_office(office: Office) -> Document:
    return Document(
        address=office.address, kind="office", title=office.name, body=joined(office.note), weight=2.0
    )


def of_source(source: Source) -> Document:
    return Document(
        address=source.address,
        kind="source",
        title=Text.of(**{source.title_language or "en": source.title}),
        body=joined(source.note, Text.of(en=source.publisher)),
        weight=0.5,
        extra_names=source.key,
    )


def of_difference(difference: Difference) -> Document:
    return Document(
        address=difference.address,
        kind="difference",
        title=difference.subject,
        body=joined(difference.reading),
        weight=0.7,
    )


def of_gap(gap: Gap) -> Document:
    return Document(
        address=gap.address, kind="gap", title=gap.title, body=gap.text, weight=0.6, path=f"gaps#{gap.key}"
    )


def of_statement(statement: Statement) -> Document:
    return Document(
        address=statement.address,
        kind="statement",
        title=statement.title or reference().dialogue.name,
        body=statement.text,
        path=f"about#{statement.key}",
    )
