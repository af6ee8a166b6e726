"""A small record to search in: one meeting, one state, one publication, and a meeting nobody may find."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from convene.core.text import Text
from convene.search import documents
from convene.search.documents import Document

BERLIN = Document(
    address="meeting/2014-10-28-som-berlin",
    kind="meeting",
    title=Text.of(en="Senior Officials' Meeting, Berlin", ru="Совещание старших должностных лиц, Берлин"),
    body=Text.of(
        en="The participants spoke of refugees from Türkiye.",
        ru="Участники говорили о беженцах в Турции. Встреча прошла в Берлине.",
    ),
    states=("DEU", "TUR"),
    date=date(2014, 10, 28),
    extra_names="SOM 2014; СДЛ 2014",
)
PRAGUE = Document(
    address="meeting/2009-04-28-conference-prague",
    kind="meeting",
    title=Text.of(en="First Ministerial Conference, Prague", ru="Первая конференция министров, Прага"),
    body={
        "en": "The conference adopted the Joint Declaration.",
        "ru": "В Праге принята Совместная декларация.",
    },
    states=("CZE",),
    date=date(2009, 4, 28),
)
GERMANY = Document(
    address="state/DEU",
    kind="state",
    title=Text.of(en="Germany", ru="Германия"),
    body={"en": "Hosted the meeting in Berlin.", "ru": "Принимала встречу в Берлине."},
    states=("DEU",),
    weight=3,
    extra_names="DEU",
)
HANDBOOK = Document(
    address="document/handbook",
    kind="document",
    title=Text.of(en="Handbook on the protection of refugee children"),
    body={"en": "Advice for asylum interviews. Berlin and Prague contributed."},
    states=("CZE", "DEU"),
    years=(2014, 2016),
)


@dataclass
class Shelf:
    """The rows of the parts above, as far as search can know them. `hidden` rows are not public."""

    rows: dict[str, Document] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def put(self, *rows: Document) -> None:
        self.rows |= {row.address: row for row in rows}

    def rename(self, address: str, **titles: str) -> None:
        self.rows[address] = replace(self.rows[address], title=Text.of(**titles))

    def public(self, kind: str) -> list[Document]:
        return [row for row in self.rows.values() if row.kind == kind and row.address not in self.hidden]

    def document_for(self, kind: str, key: str) -> Document | None:
        return next((row for row in self.public(kind) if row.address == f"{kind}/{key}"), None)


@pytest.fixture
def shelf(db, settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(documents, "_SOURCES", {})
    monkeypatch.setattr(documents, "_NAMERS", [])
    shelf = Shelf()
    shelf.put(BERLIN, PRAGUE, GERMANY, HANDBOOK)
    for kind, label in (("meeting", "Meetings"), ("state", "States"), ("document", "Documents")):
        documents.register(
            kind,
            label,
            lambda kind=kind: shelf.public(kind),
            lambda key, kind=kind: shelf.document_for(kind, key),
        )
    return shelf
