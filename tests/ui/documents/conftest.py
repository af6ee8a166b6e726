from datetime import date

import pytest

from convene.ui.documents.model import (
    Bullets,
    Document,
    Fact,
    FactRow,
    FactTable,
    Figure,
    Footnote,
    Gap,
    KeyFigures,
    Metadata,
    Note,
    Paragraph,
    Run,
    Section,
    SideBySide,
    SourceLine,
    TableBlock,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40"><text x="5" y="20" font-size="8" '
    'font-family="Noto Sans" fill="#15282b">5 млн</text><path d="M0 30H100" stroke="#0e4a50"/></svg>'
)


@pytest.fixture
def factsheet():
    """A small factsheet in Russian, with every kind of block, to be copied and changed."""
    refugees = Fact(
        "Беженцы", "2 485", "человек", "31 декабря 2024 г.", "УВКБ ООН", "без просителей убежища", ("1",),
        href="/ru/passport/x", number=2485, code="unhcr_refugees_hosted",
    )  # fmt: skip
    twin = TableBlock("По годам", ("Год", "Человек"), (("2020", "4 997 387"), ("2024", "4 637 000")), (1,))
    blocks = (
        KeyFigures((refugees,)),
        FactTable(
            "", "Показатель", ("Международные", "Национальные"), (FactRow("Беженцы", (refugees, None)),)
        ),
        SideBySide((Figure("Мигранты", "Линия падает с 4 997 387 до 4 637 000", SVG, SVG, twin),), (twin,)),
        Paragraph(("Закон ", Run("On Refugees", language="en", emphasis=True)), ("S003",)),
        Bullets((Run("Берлин, 2014", href="/ru/meeting/2014-10-28-som-berlin"), "Прага")),
        Gap("ВВП", "производитель не публикует"),
    )
    return Document(
        title="Украина",
        language="ru",
        kind="Страновой обзор",
        subtitle="по состоянию на 22 ноября 2026 г.",
        metadata=Metadata(
            "Пражский процесс", date(2026, 11, 22), "https://example.org/ru/factsheet/UKR", "1f2e3d4c"
        ),
        notices=(Note("Неофициально.", kind="warn"),),
        sections=(Section("Миграция", blocks, key="migration"),),
        sources=(SourceLine("УВКБ ООН", "Refugee Data Finder", "CC BY 4.0", "https://www.unhcr.org/"),),
        footnotes=(Footnote("1", "Округлено производителем."), Footnote("*", "Without prejudice.", "en")),
    )
