"""What search finds of documents: only what the public may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from convene.core.text import Text
from convene.registry.queries import titles_of
from convene.registry.queries.reference import reference
from convene.registry.viewing import today_in
from convene.repository.models import Work
from convene.repository.queries import authors_of
from convene.search.documents import Document, joined, register


def register_all() -> None:
    register("document", _("Documents"), documents, document)


def documents() -> Iterator[Document]:
    return _documents(Work.objects.public().prefetch_related("expressions"))


def document(key: str) -> Document | None:
    return next(_documents(Work.objects.public().filter(key=key).prefetch_related("expressions")), None)


def _documents(rows: Iterable[Work]) -> Iterator[Document]:
    works = list(rows)
    authors = authors_of([work.pk for work in works])
    return (_document(work, authors[work.pk]) for work in works)


def _document(work: Work, authors: list[str]) -> Document:
    known = reference()
    names = titles_of(authors, on=today_in(known)).values()
    versions = {one.language: one.title for one in work.expressions.all() if one.title}
    return Document(
        address=work.address,
        kind="document",
        title=work.title,
        body=joined(
            known.concepts[work.kind_id].name,
            work.summary,
            *names,
            Text.of(en=work.authors_told),
            Text.of(en=work.printed_title),
            Text.from_plain(versions),
        ),
        states=tuple(address.partition("/")[2] for address in authors if address.startswith("state/")),
        year=work.dated_on.year if work.dated_on else None,
        date=work.dated_on,
        weight=1.3,
    )
