"""Invented content for the page of patterns. No person, state or meeting in it is real."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from convene.core.text import Text
from convene.ui import charts, choropleth, formats, lines, maps
from convene.ui.cited import Cited
from convene.ui.classes import classes_of

HOME = Text.of(en="Home", ru="Главная")
TITLE = Text.of(en="Patterns", ru="Образцы")
NAME = Text.of(en="The Pattern Dialogue on Nothing in Particular", ru="Диалог образцов ни о чём")
SHORT_NAME = Text.of(en="Pattern Dialogue", ru="Диалог образцов")
TAGLINE = Text.of(en="Every component of these pages, once", ru="Все части этих страниц, по одному разу")
NOTICE = Text.of(
    en="These are patterns. Nothing on this page is a fact about any dialogue.",
    ru="Это образцы. На этой странице нет сведений ни об одном диалоге.",
)
FOOTNOTE = Text.of(
    en="An example of a footnote that a designation brings along.",
    ru="Пример сноски, которую приносит с собой наименование.",
)
UNTRANSLATED = Text.of(ru="Рабочая группа по образцам")
MACHINE = Text.of(en="Working group", ru="Рабочая группа", state="machine")

# Chosen to show the drawing: small states, a dashed line, neighbours, the edge of the frame.
_MAP = {
    "participating": "POL CZE DEU XKX SRB LIE LUX MLT CYP ISL NOR UKR TUR UZB TJK FIN",
    "uncertain": "KAZ",
    "former": "GBR PRT",
}

CITATIONS = [
    Cited(
        "X01", "Conclusions of the first pattern meeting", "en", "p. 3", "/en/source/X01", "official document"
    ),
    Cited("X02", "Annual report, pattern edition", "en", "table 2", "", "report"),
]


def examples(page) -> dict:
    """Everything that the template of the patterns shows beside the page itself."""
    language = page.language
    return {
        "citations": CITATIONS,
        "footnote": FOOTNOTE,
        "untranslated": UNTRANSLATED,
        "machine": MACHINE,
        "days": _days(language),
        "terms": _terms(page),
        "term_bar": lines.term_bar(_stretches(), date(2009, 1, 1), date(2026, 12, 31), page.viewer.day),
        "phases": _phases(language),
        "matched": Markup("… where the <mark>pattern</mark> was first agreed …"),
        "charts": _charts(),
        "maps_of_figures": _figures_map(page),
        "map": maps.participation_map(
            {
                code: (kind, page.url("patterns"), code)
                for kind, codes in _MAP.items()
                for code in codes.split()
            },
            "Map of a pattern",
            "A few entities coloured at random, to show the colours.",
        ),
    }


def _figures_map(page) -> dict:
    """Values and flows that belong to nothing: each number is made of the letters of its code."""
    values = {
        code: float(sum(map(ord, code)) ** 3 % 90_000) for kind in _MAP.values() for code in kind.split()
    }
    values["TJK"] = None
    classes = classes_of(value for value in values.values() if value is not None)
    shades = {
        code: choropleth.Shade(value, f"{code}: {value}", page.url("patterns"))
        for code, value in values.items()
    }
    flows = [
        choropleth.Flow("UKR", code, 100 - 30 * n, f"UKR – {code}")
        for n, code in enumerate(("POL", "DEU", "CZE"))
    ]
    return {
        base: choropleth.choropleth(
            base,
            shades,
            classes,
            "Map of invented figures",
            "Shades and flows, to show them.",
            flows=flows,
            chosen="UKR",
            name=f"figures-{base}",
        )
        for base in choropleth.BASES
    } | {"legend": choropleth.legend_of(classes, "figures-region")}


def _charts() -> list[tuple[str, charts.Chart]]:
    """One of each kind, with a gap, a break, a missing figure and a negative one. All figures are invented."""
    years = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)
    rising = charts.Series(
        "Northland", tuple(zip(years, (210, 260, 310, 420, 500, 640, 930, 1_420), strict=True))
    )
    gap = charts.Series(
        "Southland", tuple(zip(years, (480, 470, None, None, 450, 520, 540, 610), strict=True))
    )
    close = charts.Series(
        "Eastland and the Isles", tuple(zip(years, (None, 90, 120, 300, 460, 530, 560, 600), strict=True))
    )
    note = charts.Break(2010, "until 2009 foreign citizens, from 2010 persons born abroad")
    bars = [
        ("Northland", 1_102_774),
        ("Southland", 430_310),
        ("A state with a rather long name in the list", 98_405),
    ]
    ages = ("0–14", "15–24", "25–34", "35–44", "45–54", "55–64", "65+")
    parts = (
        ("Refugees", (3, 4, 12, 9)),
        ("Asylum-seekers", (1, 2, None, 3)),
        ("Displaced within", (6, 5, 5, 4)),
    )
    return [
        ("line", charts.line_chart("Persons over time", [rising, gap, close], unit="persons", breaks=[note])),
        ("bars", charts.bar_chart("Largest", [*(charts.Bar(*bar, href="#bars") for bar in bars), charts.Bar("Westland", None), charts.Bar("Midland", -60_210)], unit="persons")),
        ("stacked", charts.stacked_chart("Made of parts", ("2021", "2022", "2023", "2024"), [charts.Part(*part) for part in parts], unit="thousands")),
        ("pyramid", charts.pyramid_chart("Ages", ages, (40, 55, 120, 110, 70, 40, 30), (38, 50, 130, 125, 80, None, 52), unit="thousands")),
        ("slope", charts.slope_chart("Two years", 1995, 2024, [rising, gap, close], unit="persons")),
    ]  # fmt: skip


def _days(language: str) -> list[tuple[str, str]]:
    told = ["2009-04-28", "2009-04", "2022", "2022-02..2022-10-24", "..2017-06", "unknown"]
    return [
        ("27.04.2009, 28.04.2009", formats.day_span(date(2009, 4, 27), date(2009, 4, 28), language)),
        *((text, formats.told(text, language)) for text in told),
    ]


def _stretches() -> list[lines.Stretch]:
    return [
        lines.Stretch("Northland", date(2009, 4, 28), date(2014, 1, 1), "t0"),
        lines.Stretch("Southland", date(2014, 1, 1), date(2017, 7, 1), "t1"),
        lines.Stretch("–", date(2017, 7, 1), date(2018, 1, 1), "gap"),
        lines.Stretch("Eastland", date(2018, 1, 1), None, "t0"),
    ]


def _terms(page) -> list[dict]:
    language, day = page.language, page.viewer.day
    return [
        {
            "who": stretch.label,
            "when": f"{formats.short_day(stretch.starts_on, language)} – "
            + (formats.short_day(stretch.ends_on, language) if stretch.ends_on else ""),
            "tone": stretch.tone,
            "current": stretch.starts_on <= day and (stretch.ends_on is None or day < stretch.ends_on),
        }
        for stretch in _stretches()
    ]


def _phases(language: str) -> list[dict]:
    def event(day: date, title: str, text: str = "") -> dict:
        return {"when": formats.day(day, language), "title": title, "href": "#timeline", "text": text}

    return [
        {
            "title": "First phase",
            "span": "2009–2011",
            "events": [
                event(
                    date(2009, 4, 28), "The first pattern conference", "Ministers agreed that patterns help."
                ),
                event(date(2011, 11, 4), "An action plan of patterns"),
            ],
        },
        {
            "title": "Second phase",
            "span": "2012–2016",
            "summary": "A phase may carry a sentence about itself.",
            "events": [event(date(2014, 10, 28), "A meeting of senior officials")],
        },
    ]
