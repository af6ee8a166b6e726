"""Questions about documents. Each takes the viewer, and with it the day and who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from django.db import connection
from django.db.models import F, Q, QuerySet

from convene.core.collation import fold
from convene.core.viewer import Viewer
from convene.registry.queries.at_hand import ends_at_hand, rows_at_hand, rows_under
from convene.registry.queries.links import linked_with
from convene.registry.queries.reference import reference
from convene.repository.models import Expression, File, Work

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


def documents_seen(viewer: Viewer) -> list[Work]:
    """`documents_of` as rows at hand: no query for the public where nothing changed. Read them, never change them."""
    rows = rows_at_hand(Work, viewer).values()
    if viewer.day < viewer.today:
        rows = [row for row in rows if row.dated_on is None or row.dated_on <= viewer.day]
    return sorted(rows, key=lambda row: (-row.dated_on.toordinal() if row.dated_on else 0, row.key))


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


def documents_by(address: str, viewer: Viewer) -> list[Work]:
    """Documents that the actor at `address` wrote, or that a link ties to it. No query where nothing changed."""
    tied = {end for end in linked_with(address) if end.startswith(f"{Work.address_kind}/")}
    wrote = set(ends_at_hand(Work.authors.through, "actor", "work")[reference().actors[address].pk])
    return [row for row in documents_seen(viewer) if row.pk in wrote or row.address in tied]


def authors_of(works: Iterable[int]) -> dict[int, list[str]]:
    """Primary key of a document -> addresses of its authors. No query where nothing changed."""
    wrote, actors = ends_at_hand(Work.authors.through, "work", "actor"), reference().addresses
    found: dict[int, list[str]] = defaultdict(list)
    for work in works:
        if wrote[work]:
            found[work] = [actors[actor] for actor in wrote[work]]
    return found


def languages_of(works: Iterable[int]) -> dict[int, list[str]]:
    """Primary key of a document -> codes of the languages it is known to exist in. No query where nothing changed."""
    versions = rows_under(Expression, "work_id")
    return {work: sorted({row.language for row in versions[work]}) for work in works if versions[work]}


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


# Written out: it is the one question of a document's page, and making it through the ORM takes longer than the rest.
_FILES = (
    f"SELECT file.expression_id, file.id, file.size FROM {File._meta.db_table} file"  # noqa: S608 - no input in it
    f" JOIN {Expression._meta.db_table} version ON version.id = file.expression_id"
    " WHERE version.work_id = %s ORDER BY file.id"
)


def versions_of(work: Work) -> list[Version]:
    """The language versions of a document, each with its files. One query, for the files."""
    rows = rows_under(Expression, "work_id")[work.pk]
    versions = {row.pk: Version(row) for row in sorted(rows, key=attrgetter("language", "version", "key"))}
    with connection.cursor() as cursor:
        cursor.execute(_FILES, [work.pk])
        for expression, pk, size in cursor.fetchall():
            if expression in versions:
                versions[expression].files.append(StoredFile(pk, size))
    return list(versions.values())
