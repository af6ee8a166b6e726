"""
The parts of the two templates of Migration Profiles, with their headings.

Extended: the template that the European Commission prepared, in use since 2010 (source P37). Its parts A to H
and the numbers below B and C are the template's; below C only the first numbers were seen, the rest of its
matters are known from a description and stand here without numbers.

Light: only the opening is known (source P36): the purpose and disclaimer, and section 1 with 1.1. It is further
said to hold key priorities and challenges, which stand here without a number. Nothing else is made up.

`figures` are the indicators whose newest values are offered to whoever writes the part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from convene.core.text import Text
from convene.observatory.profile_rounds import ProfileKind


@dataclass(frozen=True)
class Part:
    """A part of a template. `number` is the template's own ("B1"), empty where it has none or none was seen."""

    key: str
    number: str
    heading: Text
    level: int = 1
    help: Text = field(default_factory=Text)
    figures: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """Number and heading in a language."""
        heading = self.heading.in_language(language)
        return f"{self.number}. {heading}" if self.number else heading


def _part(key, number, level, en, ru, fr, *, about=None, figures=()) -> Part:
    told = Text.of(en=about[0], ru=about[1], fr=about[2], state="reviewed") if about else Text()
    return Part(key, number, Text.of(en=en, ru=ru, fr=fr, state="reviewed"), level, told, tuple(figures))


_DEMOGRAPHY = ("population_midyear", "net_migration")
_ECONOMY = ("remittances_received", "remittances_gdp_share", "hdi")
_STOCK = ("migrant_stock", "migrant_stock_female_share")

EXTENDED = (
    _part("acronyms", "", 1, "Acronyms", "Сокращения", "Sigles"),
    _part(
        "general",
        "",
        1,
        "General country information",
        "Общие сведения о стране",
        "Informations générales sur le pays",
        figures=("population_midyear", "hdi"),
    ),
    _part(
        "a",
        "A",
        1,
        "Introduction: recent migration patterns",
        "Введение: недавние тенденции миграции",
        "Introduction : tendances migratoires récentes",
        about=(
            "A brief summary of the trends of the last decade.",
            "Краткий обзор тенденций последнего десятилетия.",
            "Un bref résumé des tendances de la dernière décennie.",
        ),
        figures=(*_STOCK, "net_migration"),
    ),
    _part(
        "b", "B", 1, "Socio-economic context", "Социально-экономические условия", "Contexte socio-économique"
    ),
    _part(
        "b1",
        "B1",
        2,
        "Demographic changes",
        "Демографические изменения",
        "Évolution démographique",
        figures=_DEMOGRAPHY,
    ),
    _part(
        "b2",
        "B2",
        2,
        "Economy and economic climate",
        "Экономика и экономическая конъюнктура",
        "Économie et climat économique",
        figures=_ECONOMY,
    ),
    _part(
        "b3",
        "B3",
        2,
        "Labour market analysis",
        "Анализ рынка труда",
        "Analyse du marché du travail",
        figures=("unemployment_rate",),
    ),
    _part("b4", "B4", 2, "Human capital", "Человеческий капитал", "Capital humain", figures=("hdi",)),
    _part("c", "C", 1, "Migration situation", "Миграционная ситуация", "Situation migratoire"),
    _part("c1", "C1", 2, "Immigrants", "Иммигранты", "Immigrés"),
    _part(
        "c1-1",
        "C1.1",
        2,
        "Total number",
        "Общая численность",
        "Nombre total",
        figures=(*_STOCK, "foreign_population"),
    ),
    _part(
        "c1-2",
        "C1.2",
        2,
        "Type",
        "Категории",
        "Catégories",
        figures=("first_permits", "unhcr_refugees_hosted", "unhcr_asylum_seekers_hosted"),
    ),
    _part("c-emigrants", "", 2, "Emigrants", "Эмигранты", "Émigrés", figures=("emigrant_stock",)),
    _part(
        "c-irregular",
        "",
        2,
        "Irregular immigrants and emigrants",
        "Неурегулированная иммиграция и эмиграция",
        "Immigrés et émigrés en situation irrégulière",
        figures=("illegally_present", "frontex_detections"),
    ),
    _part("c-diasporas", "", 2, "Diasporas abroad", "Диаспоры за рубежом", "Diasporas à l’étranger"),
    _part(
        "c-remittances",
        "",
        2,
        "Remittances",
        "Денежные переводы",
        "Envois de fonds",
        figures=("remittances_received", "remittances_paid", "remittances_gdp_share"),
    ),
    _part("c-gaps", "", 2, "Data gaps", "Пробелы в данных", "Lacunes dans les données"),
    _part(
        "d",
        "D",
        1,
        "Factors driving migration",
        "Факторы, влияющие на миграцию",
        "Facteurs de migration",
        about=(
            "What pushes and pulls, how demography and economy are tied, and what is to be expected.",
            "Факторы выталкивания и притяжения, взаимосвязь демографии и экономики, ожидаемое развитие.",
            "Ce qui pousse et ce qui attire, le lien entre démographie et économie, l’évolution attendue.",
        ),
    ),
    _part(
        "e",
        "E",
        1,
        "The country’s special interests and priorities",
        "Особые интересы и приоритеты страны",
        "Intérêts particuliers et priorités du pays",
    ),
    _part(
        "f",
        "F",
        1,
        "Migration policies and programmes and their effectiveness",
        "Миграционная политика и программы и их результативность",
        "Politiques et programmes migratoires et leur efficacité",
    ),
    _part(
        "g",
        "G",
        1,
        "Impact of migration on socio-economic development and effectiveness of policies",
        "Влияние миграции на социально-экономическое развитие и результативность политики",
        "Effets de la migration sur le développement socio-économique et efficacité des politiques",
    ),
    _part(
        "h",
        "H",
        1,
        "Main findings",
        "Основные выводы",
        "Principales conclusions",
        about=(
            "With the data gaps, the strategy to improve statistics, and how the profile will be kept up to date.",
            "А также пробелы в данных, стратегия совершенствования статистики и порядок обновления профиля.",
            "Avec les lacunes des données, la stratégie d’amélioration des statistiques et la mise à jour du profil.",
        ),
    ),
)

LIGHT = (
    _part(
        "purpose",
        "",
        1,
        "Purpose of the report and disclaimer",
        "Цель доклада и оговорка",
        "Objet du rapport et avertissement",
    ),
    _part(
        "1",
        "1",
        1,
        "Background information on the country",
        "Общие сведения о стране",
        "Informations générales sur le pays",
        figures=("population_midyear", "hdi", "unemployment_rate"),
    ),
    _part(
        "1-1",
        "1.1",
        2,
        "Size, population, bordering countries and length of borders",
        "Площадь, население, сопредельные страны и протяжённость границ",
        "Superficie, population, pays limitrophes et longueur des frontières",
        figures=("population_midyear",),
    ),
    _part(
        "priorities",
        "",
        1,
        "Key priorities and challenges",
        "Основные приоритеты и проблемы",
        "Principales priorités et difficultés",
        about=(
            "The numbers that follow 1.1 in the template were not seen in any source.",
            "Дальнейшая нумерация образца после пункта 1.1 не встретилась ни в одном источнике.",
            "La suite de la numérotation du modèle après 1.1 n’a été vue dans aucune source.",
        ),
        figures=(*_STOCK, "emigrant_stock", "net_migration", "remittances_received"),
    ),
)

_TEMPLATES = {ProfileKind.EXTENDED: EXTENDED, ProfileKind.LIGHT: LIGHT}


def parts_of(kind: str) -> tuple[Part, ...]:
    """The parts of a template in their order."""
    return _TEMPLATES[ProfileKind(kind)]


@lru_cache(maxsize=2)
def parts_by_key(kind: str) -> dict[str, Part]:
    return {part.key: part for part in parts_of(kind)}
