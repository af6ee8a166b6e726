"""Which figures a factsheet shows, in which order, under which heading. A figure more is a code more here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """One section of figures. `codes` are those of indicators, in the order of the lines."""

    key: str
    title: Any
    codes: tuple[str, ...]
    rare: frozenset[str] = frozenset()  # shown where there is one; that there is none is no gap


PARTS = (
    Part(
        "general",
        _("General information"),
        (
            "population_midyear",
            "population_1jan_eurostat",
            "age_dependency_ratio",
            "unemployment_rate",
            "gdp_current_usd",
            "gdp_per_capita_ppp",
            "hdi",
            "hdi_rank",
            "passport_visa_free",
        ),
    ),
    Part(
        "immigrants",
        _("Immigrants"),
        (
            "migrant_stock",
            "migrant_stock_female_share",
            "migrant_stock_share_under_20",
            "migrant_stock_share_20_64",
            "migrant_stock_share_65_plus",
            "origin_unknown",
            "foreign_population",
            "immigration",
            "first_permits",
            "citizenship_acquired",
        ),
    ),
    Part(
        "emigrants",
        _("Emigrants and remittances"),
        (
            "emigrant_stock",
            "emigration",
            "net_migration",
            "remittances_received",
            "remittances_gdp_share",
            "remittances_paid",
        ),
    ),
    Part(
        "protection",
        _("International protection"),
        (
            "unhcr_refugees_hosted",
            "tp_ukraine",
            "asylum_applications",
            "asylum_applicants",
            "unhcr_asylum_seekers_hosted",
            "asylum_decisions_total",
            "asylum_total_recognition_rate",
            "unhcr_stateless_hosted",
            "unhcr_idps_hosted",
            "unhcr_refugees_origin",
            "asylum_applications_by_nationals",
            "asylum_applications_new_persons",
            "eu_first_time_applicants",
        ),
    ),
    Part(
        "irregular",
        _("Irregular migration and return"),
        (
            "frontex_detections",
            "illegally_present",
            "refused_entry",
            "ordered_to_leave",
            "returned",
            "missing_migrants",
            "missing_migrants_nationals",
        ),
        rare=frozenset({"missing_migrants", "missing_migrants_nationals"}),
    ),
)

AT_A_GLANCE = ("population_midyear", "migrant_stock", "emigrant_stock", "net_migration")

CODES: tuple[str, ...] = tuple(dict.fromkeys(code for part in PARTS for code in part.codes))

# Drawn over the years; of each only the years that one edition has.
DRAWN = (
    "migrant_stock",
    "emigrant_stock",
    "net_migration",
    "unhcr_refugees_hosted",
    "unhcr_refugees_origin",
    "remittances_received",
    "frontex_detections",
    "illegally_present",
)

# What factsheets of such dialogues have always shown and no publisher's file at hand tells.
NO_SOURCE = (_("Territory"),)
WORKING_AGE = _("Population aged 15 to 64")

OLDEST_AGE = 12  # years: an older figure is no news of a state, and stands in the list of gaps
