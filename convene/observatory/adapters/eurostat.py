"""
Every dataset of Eurostat that is a row of mappings/eurostat_datasets.csv. A further dataset is a row there.

One row says of one indicator: which rows of the file are it (`where`), which dimension is the other side
(`counterpart`), what a dimension says when it tells nothing (`whole`; TOTAL always does), which indicator it is
a part of, to what it is rounded, and which of two doubled rows is kept (`doubled`: age in completed years,
COMPLET, is kept and age reached during the year, REACH, set aside: for all ages together both count the same).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as now
from django.utils.translation import gettext_noop as _

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.eurostat_rows import (
    ABSENT_REASONS,
    AREA_DIMENSIONS,
    dimensions_of,
    known_as,
    make_cells,
)
from convene.observatory.failures import NotImported
from convene.observatory.workbench import mapping_rows

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile
    from convene.observatory.workbench import Workbench

DATASETS = "eurostat_datasets"
PREFIX = "eurostat-"
LOOKED_AT = 5_000  # rows, to say which codes a dimension has
# Dimensions with a column of their own in an observation.
PLAIN = {"geo", "sex", "age", "unit", "freq"}
# Up to this share of figures that are no multiple of the rounding were put in by somebody else; more, and the
# producer does not round.
FEW = 0.01
NO_MULTIPLE = _("put in by a republisher: not rounded as the producer rounds")
ALONE = _("put in by a republisher: neither the total nor the whole is published")


@dataclass(frozen=True)
class Rule:
    """One row of eurostat_datasets.csv."""

    dataset: str
    indicator: str
    where: dict[str, str]
    counterpart: str
    whole: dict[str, str]
    part_of: str
    rounding: int
    doubled: dict[str, str]

    @property
    def needs(self) -> set[str]:
        """Dimensions without which a file cannot be this dataset."""
        return {"geo", *self.where, *filter(None, (self.counterpart,))} - {"unit"}

    def explains(self, dimensions: set[str]) -> bool:
        """Whether nothing in these dimensions is strange to this indicator."""
        return dimensions - PLAIN <= {*self.needs, *self.whole, *self.doubled}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split(";") if pair)


def rules_of(dataset: str = "") -> tuple[Rule, ...]:
    """The rules of a dataset by Eurostat's code, or all."""
    return tuple(
        Rule(
            row["dataset"],
            row["indicator"],
            _pairs(row["where"]),
            row["counterpart"],
            _pairs(row["whole"]),
            row["part_of"],
            int(row["rounding"] or 0),
            _pairs(row["doubled"]),
        )
        for row in mapping_rows(DATASETS)
        if not dataset or row["dataset"] == dataset
    )


def recognises(dataset: str, raw: RawFile) -> bool:
    """
    Whether a file is this dataset: it names the dataflow, or has its dimensions and its publisher's name.

    Eurostat's TSV and former CSV do not name their dataset: three of them have the same columns. There the
    name that Eurostat gave the file decides among those whose dimensions it has.
    """
    if len(raw.tables) != 1 or not {"TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"} <= set(raw.tables[0].columns):
        return False
    table = raw.tables[0]
    dimensions = {known_as(name) for name in dimensions_of(table)}
    if not any(rule.needs <= dimensions for rule in rules_of(dataset)):
        return False
    named = table.attributes.get("dataflow", "").lower()
    if named:
        return named == dataset and table.attributes.get("agency", "ESTAT") == "ESTAT"
    codes = {rule.dataset for rule in rules_of() if _is_named(rule.dataset, raw.name)}
    if codes or code_in_name(raw.name):  # a code that no rule has is another dataset with the same columns
        return dataset in codes
    return any(rule.explains(dimensions) for rule in rules_of(dataset))


def _is_named(dataset: str, file: str) -> bool:
    return bool(re.search(rf"(?<![a-z0-9]){dataset}(?![a-z0-9])", file.lower()))


def code_in_name(file: str) -> str:
    """Eurostat's code of a dataset in the name of a file: "estat_migr_pop4ctb.tsv" -> "migr_pop4ctb"; or ''."""
    found = re.search(
        r"(?<![a-z0-9])((?:migr|demo|proj|cens|lfs[aq]?|ilc|une|edat|cult|crim)_[a-z0-9]+|t(?:ps|ec|gs)\d{5})",
        file.lower(),
    )
    return found[1] if found else ""


def line_to_add(raw: RawFile) -> tuple[str, str]:
    """
    Code of a dataset of Eurostat that no rule has, and the line of eurostat_datasets.csv that would be its rule.

    Empty for any other file. TOTAL is a whole of itself; of a dimension without it one code must be chosen.
    """
    if len(raw.tables) != 1 or not {"TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"} <= set(raw.tables[0].columns):
        return "", ""
    table = raw.tables[0]
    named = {known_as(name): name for name in dimensions_of(table)}
    told = table.attributes.get("dataflow", "").lower()
    code = told if table.attributes.get("agency", "ESTAT") == "ESTAT" else ""
    code = code or (code_in_name(raw.name) if not told else "")
    if not code or "geo" not in named or any(rule.dataset == code for rule in rules_of()):
        return "", ""
    counterpart = next((name for name in AREA_DIMENSIONS if name != "geo" and name in named), "")
    rows = [cells for _place, cells in islice(table.rows(), LOOKED_AT)]
    chosen = []
    for name, column in named.items():
        codes = sorted({row[table.columns.index(column)] for row in rows})
        if name not in PLAIN | {counterpart, "agedef"} and not {"TOTAL", "Total"} & set(codes):
            chosen.append(f"{name}={codes[0]}")
    doubled = "agedef=COMPLET" if "agedef" in named else ""
    return code, f"{code},KEY_OF_THE_INDICATOR,{';'.join(chosen)},{counterpart},,,,{doubled},"


def edition_of(raw: RawFile) -> str | None:
    """The day of the file's last update: "27/03/25 23:00:00" -> 2025-03-27. Most formats say none."""
    told = raw.tables[0].attributes.get("last update", "")
    if found := re.match(r"(\d{2})/(\d{2})/(\d{2})\b", told):
        day, month, year = found.groups()
        return f"20{year}-{month}-{day}"
    found = re.match(r"\d{4}-\d{2}-\d{2}", told)
    return found[0] if found else None


def adapt(dataset: str, w: Workbench, raw: RawFile, edition: str) -> None:
    if raw.tables[0].attributes.get("test") == "true":
        raise NotImported(
            raw.name,
            now("the message says of itself that it is a test"),
            now("Fetch the data themselves from the publisher."),
        )
    dimensions = make_cells(w, raw.tables[0])
    rules = [rule for rule in rules_of(dataset) if rule.needs <= set(dimensions)]
    _choose_a_unit(w, dimensions)
    _choose_among_doubled(w, rules, dimensions)
    w.connection.execute(
        " UNION ALL ".join(_kept_by(rule, dimensions) for rule in rules).join(("CREATE TABLE kept AS ", ""))
    )
    _set_aside_what_is_not_the_producers(w, rules)
    w.emit(
        """SELECT indicator, area, counterpart, year, month, sex, age, detail, value, flag, _row AS "row" FROM kept
           WHERE value IS NOT NULL AND altered IS NULL"""
    )
    w.missing(
        f"""SELECT indicator, area, counterpart, year, month, sex, age, detail,
            coalesce(altered, {ABSENT_REASONS}) AS reason, _row AS "row" FROM kept
            WHERE value IS NULL OR altered IS NOT NULL"""
    )
    w.set_aside(
        f"""SELECT _row AS "row", substr(concat_ws(' ', {", ".join("d_" + name for name in dimensions)}, period, printed,
            flag), 1, 200) AS held,
            coalesce(aside, 'none of the figures that are kept of this dataset') AS reason
            FROM cells WHERE aside IS NOT NULL OR (_row, period) NOT IN (SELECT (_row, period) FROM kept)"""
    )
    _check_parts(w, rules)
    _check_places(w)


def _choose_a_unit(w: Workbench, dimensions: tuple[str, ...]) -> None:
    """Where a file gives the same figures in several units, persons or numbers are kept."""
    if "unit" in dimensions and w.scalar("SELECT count(DISTINCT d_unit) FROM cells") > 1:
        w.connection.execute(
            """UPDATE cells SET aside = 'the same figure in another unit' WHERE aside IS NULL
               AND d_unit NOT IN ('PER', 'NR')"""
        )


def _choose_among_doubled(w: Workbench, rules: list[Rule], dimensions: tuple[str, ...]) -> None:
    """COMPLET and REACH: one row is kept, the preferred one if it has a figure; the other is set aside."""
    doubled = {name: code for rule in rules for name, code in rule.doubled.items() if name in dimensions}
    for name, code in doubled.items():
        others = ", ".join(f"d_{one}" for one in dimensions if one != name)
        w.check(
            f"doubled rows say the same ({name})",
            f"""SELECT {others}, period, list(DISTINCT value) AS figures FROM cells WHERE aside IS NULL
                GROUP BY ALL HAVING count(DISTINCT value) > 1""",
        )
        w.connection.execute(
            f"""UPDATE cells SET aside = 'doubled: {name}=' || d_{name} || ' beside {name}={code}'
                WHERE aside IS NULL AND (_row, period) IN (SELECT (_row, period) FROM (SELECT _row, period,
                row_number() OVER (PARTITION BY {others}, period ORDER BY value IS NULL, d_{name} <> '{code}') AS place
                FROM cells WHERE aside IS NULL) WHERE place > 1)"""
        )


def _kept_by(rule: Rule, dimensions: tuple[str, ...]) -> str:
    """SQL: the cells that are this indicator, with the columns of an observation."""
    where = [f"d_{name} = '{code}'" for name, code in rule.where.items() if name in dimensions]
    counterpart = f"CASE d_{rule.counterpart} WHEN 'TOTAL' THEN '' ELSE d_{rule.counterpart} END"
    further = sorted(set(dimensions) - PLAIN - set(rule.where) - set(rule.doubled) - {rule.counterpart})
    parts = [
        f"CASE WHEN d_{name} IN ('TOTAL', 'Total', '{rule.whole.get(name, 'TOTAL')}') THEN '' "
        f"ELSE '{name}=' || regexp_replace(d_{name}, '[;=]', ' ', 'g') END"
        for name in further
    ]
    if "freq" in dimensions:
        parts.append("CASE WHEN contains(period, 'Q') THEN 'freq=Q' ELSE '' END")
    detail = (
        f"array_to_string(list_filter([{', '.join(sorted(parts))}], lambda one: one <> ''), ';')"
        if parts
        else "''"
    )
    age = "d_age" if "age" in dimensions else "'T'"
    if "age" in rule.whole:
        age = f"CASE {age} WHEN '{rule.whole['age']}' THEN 'T' WHEN 'T' THEN 'ALL' ELSE {age} END"
    sex = "d_sex" if "sex" in dimensions else "'T'"
    return f"""SELECT '{rule.indicator}' AS indicator, d_geo AS area,
               {counterpart if rule.counterpart else "''"} AS counterpart, year, month, {sex} AS sex, {age} AS age,
               {detail} AS detail, value, flag, printed, period, CAST(NULL AS VARCHAR) AS altered, _row
               FROM cells WHERE {" AND ".join(["aside IS NULL", f"{sex} IN ('T', 'F', 'M')", *where])}"""


def _set_aside_what_is_not_the_producers(w: Workbench, rules: list[Rule]) -> None:
    """
    Cells that a republisher put in: no multiple of what the producer rounds to, or a part alone.

    "migr_asyappctza_1_Data-2017-05-31-ADDED.csv" has four: Hungary 2012 (2,157), Austria 2012 (17,413) and 2013
    (17,503), Croatia 2012 (1,195 from outside the EU, where Eurostat has neither a total nor all applicants).
    """
    for rule in rules:
        if rule.rounding:
            of_it = f"indicator = '{rule.indicator}' AND value IS NOT NULL"
            odd = f"{of_it} AND value % {rule.rounding} <> 0"
            all_of_them = w.scalar(f"SELECT count(*) FROM kept WHERE {of_it}")
            found = w.scalar(f"SELECT count(*) FROM kept WHERE {odd}")
            w.check(
                f"every figure of {rule.indicator} is a multiple of {rule.rounding}",
                f"SELECT _row, area, year, printed FROM kept WHERE {odd}",
            )
            if 0 < found <= FEW * all_of_them:
                w.connection.execute(f"""UPDATE kept SET altered = '{NO_MULTIPLE}' WHERE {odd}""")
        if rule.part_of:
            key = "area, counterpart, year, month, sex, age, detail"
            total = "area, year, month, sex, age, detail"
            w.connection.execute(
                f"""UPDATE kept SET altered = '{ALONE}'
                    WHERE indicator = '{rule.indicator}' AND counterpart <> '' AND value > 0 AND altered IS NULL
                    AND ({key}) IN (SELECT ({key}) FROM kept WHERE indicator = '{rule.part_of}' AND value IS NULL)
                    AND ({total}) IN (SELECT ({total}) FROM kept
                    WHERE indicator = '{rule.indicator}' AND counterpart = '' AND value IS NULL)"""
            )
    w.check(
        "no cell was put in by a republisher",
        "SELECT _row, area, year, printed, altered FROM kept WHERE altered IS NOT NULL",
    )
    w.set_aside(
        """SELECT DISTINCT _row AS "row", concat_ws(' ', area, counterpart, period, printed) AS held, altered AS reason
           FROM kept WHERE altered IS NOT NULL"""
    )


def _check_parts(w: Workbench, rules: list[Rule]) -> None:
    key = ", ".join(("area", "counterpart", "year", "month", "sex", "age", "detail"))
    for rule in rules:
        if rule.part_of:
            w.check(
                f"{rule.indicator} are not more than {rule.part_of}",
                f"""SELECT part."row", part.area, part.year, part.value, whole.value AS whole
                    FROM observed part JOIN observed whole USING ({key}) WHERE part.indicator = '{rule.indicator}'
                    AND whole.indicator = '{rule.part_of}' AND part.value > whole.value + {rule.rounding}""",
            )


def _check_places(w: Workbench) -> None:
    """
    Foreign and native do not change places from one year to the next.

    Liechtenstein by country of birth: 26,971 and 12,287 in 2022, 13,634 and 26,043 in 2023, swapped at the source.
    The figures stay as published, with a note.
    """
    swapped = """SELECT now.indicator, now.area, now.year, now.sex, now.age, now.foreign_ AS foreigners, before.foreign_
                 AS year_before FROM sides now JOIN sides before ON before.indicator = now.indicator
                 AND before.area = now.area AND before.sex = now.sex AND before.age = now.age AND before.year = now.year - 1
                 WHERE abs(now.foreign_ - before.native) < 0.15 * before.native
                 AND abs(now.native - before.foreign_) < 0.15 * before.foreign_
                 AND abs(now.foreign_ - before.foreign_) > 0.3 * before.foreign_"""
    w.connection.execute(
        """CREATE TEMPORARY TABLE sides AS SELECT indicator, area, year, sex, age,
           max(value) FILTER (counterpart = 'X_FOREIGN') AS foreign_, max(value) FILTER (counterpart = 'X_NATIONAL') AS native
           FROM observed WHERE month = 0 AND detail = '' AND counterpart IN ('X_FOREIGN', 'X_NATIONAL') GROUP BY ALL"""
    )
    if not w.check("foreign and native do not change places", swapped):
        w.note(
            "changed-places",
            "Foreign and native have changed places against the year before: an error of the source is likely.",
        )
        w.connection.execute(
            f"""UPDATE observed SET note = 'changed-places' WHERE counterpart IN ('X_FOREIGN', 'X_NATIONAL')
                AND (indicator, area, year, sex, age) IN (SELECT (indicator, area, year, sex, age) FROM ({swapped}))"""
        )


ADAPTERS = tuple(
    Adapter(f"{PREFIX}{code}", partial(recognises, code), edition_of, partial(adapt, code))
    for code in dict.fromkeys(rule.dataset for rule in rules_of())
)
