"""A small catalogue to import into: one producer, the migrant stock of UN DESA, refugees of UNHCR."""

from __future__ import annotations

from convene.core.text import Text
from convene.observatory.enums import Counted, Measure
from convene.observatory.models import Dataset, Indicator
from convene.registry.models import Actor

PERSONS, SHARES = (Measure.STOCK, Counted.PERSONS), (Measure.SHARE, Counted.NUMBER)
DATASETS = {
    "undesa-ims": {
        "migrant_stock": PERSONS,
        "emigrant_stock": PERSONS,
        "origin_unknown": PERSONS,
        "ims_population_midyear": PERSONS,
        "ims_refugee_stock": PERSONS,
        "migrant_stock_female_share": SHARES,
        "migrant_stock_population_share": SHARES,
        "migrant_stock_growth_rate": SHARES,
        "ims_refugee_share": SHARES,
        "ims_refugee_growth_rate": SHARES,
    },
}


def catalogued() -> None:
    """Describe the datasets and their indicators, as the pack does at length."""
    producer = Actor.objects.create(kind="organisation", key="UNDESA")
    for dataset, indicators in DATASETS.items():
        row = Dataset.objects.create(
            key=dataset,
            producer=producer,
            title=Text.of(en=dataset),
            licence="CC BY 3.0 IGO",
            attribution=Text.of(en="United Nations"),
        )
        for code, (measure, counted) in indicators.items():
            Indicator.objects.create(
                key=code,
                dataset=row,
                name=Text.of(en=code),
                unit="persons",
                unit_name=Text.of(en="persons"),
                definition=Text.of(en=code),
                measure=measure,
                counted=counted,
            )


# Destination, origin (0 is all), years 1990 to 2000, men and women: a table in which everything adds up.
COUNTRIES = {"804": "Ukraine", "616": "Poland", "398": "Kazakhstan"}
YEARS = (1990, 1995, 2000)


def stock_rows(times: int = 1) -> list[list[str]]:
    """LocID, LocIDorg, year, sex, value, source. `times` multiplies every value."""
    rows = []
    for place, destination in enumerate(COUNTRIES):
        for year in YEARS:
            pairs = {
                origin: (20_000 * (place + 1) + 10 * year + 1000 * number, 22_000 * (place + 1) + 9 * year)
                for number, origin in enumerate(COUNTRIES)
                if origin != destination
            }
            men = sum(pair[0] for pair in pairs.values())
            women = sum(pair[1] for pair in pairs.values())
            for origin, (man, woman) in {"0": (men, women), **pairs}.items():
                for sex, value in (("0", man + woman), ("1", man), ("2", woman)):
                    rows.append([destination, origin, str(year), sex, str(value * times), "UNPD_2024"])
    return rows


def stock_file(rows: list[list[str]] | None = None) -> bytes:
    lines = ["LocID,LocIDorg,year,sex,value,source", *(",".join(row) for row in rows or stock_rows())]
    return ("\n".join(lines) + "\n").encode()
