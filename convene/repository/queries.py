"""Questions about documents. Each takes the viewer, and with it the day and who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from convene.core.addresses import parse_address
from convene.core.collation import fold
from convene.core.viewer import Viewer
from convene.registry.queries.links import linked_with
from convene.registry.queries.reference import reference
from convene.repository.models import Expression, Work

DOCUMENT_KINDS = "document-kind"


def documents_of(viewer: Viewer) -> QuerySet[Work]:
    """
    The documents that the viewer may see, the newest first, those of unknown date at the end.

    Looking back, what is dated after the day asked about is left out.
    """
    rows = Work.objects.visible_to(viewer)
    if viewer.day < viewer.today:
        rows = rows.filter(Q(dated_on=None) | Q(dated_on__lte=viewer.day))
    return rows.order_by(F("dated_on").desc(nulls_last=True), "key")


def documents_list(
    viewer: Viewer, *, kind: str = "", year: int | None = None, language: str = "", q: str = ""
) -> QuerySet[Work]:
    """
    Return the documents that fit every filter given: a kind's key, a year, a language it exists in, and
    words of which each must stand in the title, in any language and without regard to accents.
    """
    rows = documents_of(viewer)
    if kind:
        rows = rows.filter(kind__key=kind)
    if year is not None:
        rows = rows.filter(dated_on__year=year)
    if language:
        rows = rows.filter(pk__in=Expression.objects.filter(language=language).values("work"))
    for word in fold(q).split():
        found = Q(printed_title__icontains=word)
        for code in reference().languages:
            found |= Q(**{f"title__fold__{code}__icontains": word})
        rows = rows.filter(found)
    return rows


def documents_by(address: str, viewer: Viewer) -> QuerySet[Work]:
    """Documents that the actor at `address` wrote, or that a link ties to it."""
    tied = [parse_address(end) for end in linked_with(address)]
    keys = [end.key for end in tied if end.kind == Work.address_kind]
    wrote = Work.authors.through.objects.filter(actor=reference().actors[address].pk).values("work")
    return documents_of(viewer).filter(Q(pk__in=wrote) | Q(key__in=keys))


def authors_of(works: Iterable[int]) -> dict[int, list[str]]:
    """Primary key of a document -> addresses of its authors. One query; the actors come from memory."""
    actors = {actor.pk: address for address, actor in reference().actors.items()}
    found: dict[int, list[str]] = defaultdict(list)
    for work, actor in Work.authors.through.objects.filter(work__in=list(works)).values_list(
        "work_id", "actor_id"
    ):
        found[work].append(actors[actor])
    return found


def languages_of(works: Iterable[int]) -> dict[int, list[str]]:
    """Primary key of a document -> codes of the languages it is known to exist in. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Expression.objects.filter(work__in=list(works)).order_by("language")
    for work, language in rows.values_list("work_id", "language"):
        if language not in found[work]:
            found[work].append(language)
    return found


@dataclass(frozen=True)
class StoredFile:
    """A file that can be downloaded: its primary key and its size in bytes."""

    pk: int
    size: int


@dataclass
class Version:
    """A language version with its files."""

    expression: Expression
    files: list[StoredFile] = field(default_factory=list)


def versions_of(work: Work) -> list[Version]:
    """The language versions of a document, each with its files. One query."""
    versions: dict[int, Version] = {}
    rows = work.expressions.annotate(file_pk=F("files__pk"), file_size=F("files__size"))
    for row in rows.order_by("language", "version", "key", "file_pk"):
        version = versions.setdefault(row.pk, Version(row))
        if row.file_pk is not None:
            version.files.append(StoredFile(row.file_pk, row.file_size))
    return list(versions.values())
