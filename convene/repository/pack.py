"""The repository's tables in a data pack, and their public fields. Files are kept apart, not in packs."""

from django.utils.translation import gettext_lazy as _

from convene.core.tables import Column, Kind, Table, register
from convene.registry.pack import ACTORS, CLAIMS, KEY, SOURCES, VISIBILITY
from convene.repository import models

TABLES = (
    Table(
        name="documents",
        kind="document",
        model=models.Work,
        label=_("Documents"),
        label_one=_("document"),
        has_page=True,
        ordering=("-dated_on", "key"),
        columns=(
            KEY,
            Column("kind", Kind.REF, to=("concepts",), scheme="document-kind"),
            Column("title", Kind.PROSE),
            Column("printed_title", Kind.WORD),
            Column("dated_on", Kind.DAY),
            Column("dated_told", Kind.TOLD),
            Column("authors", Kind.REFS, to=ACTORS),
            Column("authors_told", Kind.WORD),
            Column("summary", Kind.PROSE),
            Column("body", Kind.REF, to=("bodies",)),
            VISIBILITY,
            CLAIMS,
            SOURCES,
        ),
    ),
    Table(
        name="expressions",
        kind="expression",
        model=models.Expression,
        label=_("Language versions of documents"),
        label_one=_("language version of a document"),
        columns=(
            KEY,
            Column("work", Kind.REF, to=("documents",)),
            Column("language", Kind.WORD),
            Column("version", Kind.WORD),
            Column("status", Kind.CHOICE),
            Column("title", Kind.WORD),
            Column("url", Kind.URL),
            Column("note", Kind.PROSE),
            SOURCES,
        ),
    ),
)


def declare() -> None:
    register(*TABLES)
