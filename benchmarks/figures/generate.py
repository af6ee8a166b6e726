"""
Figures of the real shape at any size: the real pairs of destination and origin, every year, both sexes,
sixteen ages, several editions.

    python -m benchmarks.figures.generate FOLDER --editions 10        107 million rows by age and sex, in CSV files
    python -m benchmarks.figures.generate FOLDER --editions 1 --pairs 900    one million

The recipe: the stocks of UN DESA's 2024 revision (given every five years) are interpolated to single years,
perturbed a little differently in each edition, and split by the destination's age profile in the 2020
revision; the totals of all ages and of both sexes stand beside them, as producers print them. Each row stands in our own long form, the columns of `convene.observatory.observation`.
Areas are three letters made of the number of the United Nations. The numbers go nowhere but into a temporary folder.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import duckdb

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "undesa"
STOCKS = SHARED / "ims2024_destination_origin_sex.csv.gz"
AGES = SHARED / "ims2020_destination_age_sex.csv.gz"
FIRST_YEAR, LAST_YEAR = 1990, 2024
FIRST_EDITION = 2015

_READ = """
CREATE TABLE stock AS
    SELECT LocID::INTEGER AS area, LocIDorg::INTEGER AS origin, year, sex, value::DOUBLE AS value
    FROM read_csv('{stocks}') WHERE sex IN (1, 2) AND LocIDorg NOT IN (0) AND value > 0;
CREATE TABLE pair AS
    -- Poland comes first: the questions are about it, also where only some pairs are made.
    SELECT area, origin, row_number() OVER (ORDER BY area <> 616, area, origin) AS number
    FROM (SELECT DISTINCT area, origin FROM stock);
CREATE TABLE profile AS
    SELECT area, sex, age, share / sum(share) OVER (PARTITION BY area, sex) AS share
    FROM (SELECT LocID::INTEGER AS area, sex, age, avg(value) + 1 AS share FROM read_csv('{ages}')
          WHERE sex IN (1, 2) AND year = 2020 GROUP BY ALL);
"""

# A year between two given ones lies on the line between them; outside them the nearest one stays.
_YEARLY = """
CREATE TABLE yearly AS
WITH given AS (
    SELECT area, origin, sex, year, value,
           lead(year) OVER one AS next_year, lead(value) OVER one AS next_value,
           row_number() OVER one = 1 AS is_first
    FROM stock SEMI JOIN (SELECT * FROM pair WHERE number <= {pairs}) USING (area, origin)
    WINDOW one AS (PARTITION BY area, origin, sex ORDER BY year)
), years AS (SELECT unnest(range({first}, {last} + 1)) AS year)
SELECT area, origin, sex, years.year,
       value + (coalesce(next_value, value) - value) * greatest(years.year - given.year, 0)
           / greatest(coalesce(next_year, {last} + 1) - given.year, 1) AS value
FROM given, years
WHERE (years.year >= given.year OR is_first) AND years.year < coalesce(next_year, {last} + 1);
INSERT INTO yearly  -- pairs of which one sex only is known
    SELECT area, origin, 3 - sex, year, 0.1 * value FROM yearly
    ANTI JOIN (SELECT area, origin, year FROM yearly GROUP BY ALL HAVING count(*) = 2) USING (area, origin, year);
"""

# The same number for the same row and edition on every machine: a hash, not a random number.
_EDITION = """
COPY (
    SELECT 'bench_stock' AS indicator, {area} AS area, {origin} AS counterpart, year, 0 AS month,
           CASE yearly.sex WHEN 1 THEN 'M' ELSE 'F' END AS sex,
           CASE WHEN age = 75 THEN 'Y_GE75' ELSE 'Y' || age || 'T' || (age + 4) END AS age, '' AS detail,
           round(value * share * (0.97 + 0.06 * (hash(yearly.area, origin, year, yearly.sex, age, {edition}) % 1000) / 1000.0)) AS value,
           '' AS flag, '' AS note
    FROM yearly JOIN profile ON profile.area = yearly.area AND profile.sex = yearly.sex
    UNION ALL
    SELECT 'bench_stock', {area}, {origin}, year, 0,
           CASE grouping(yearly.sex) WHEN 1 THEN 'T' ELSE CASE yearly.sex WHEN 1 THEN 'M' ELSE 'F' END END,
           'T', '', round(sum(value) * (0.97 + 0.06 * (hash(yearly.area, origin, year, {edition}) % 1000) / 1000.0)), '', ''
    FROM yearly GROUP BY GROUPING SETS ((yearly.area, origin, year, yearly.sex), (yearly.area, origin, year))
    ORDER BY ALL
) TO '{file}' (FORMAT csv, HEADER);
"""


def prepare(connection: duckdb.DuckDBPyConnection, pairs: int) -> int:
    """Read the real figures; return how many rows one edition will have."""
    connection.execute(_READ.format(stocks=STOCKS, ages=AGES))
    connection.execute(_YEARLY.format(pairs=pairs, first=FIRST_YEAR, last=LAST_YEAR))
    # Destinations without an age profile of their own take Switzerland's: what counts here is the shape.
    connection.execute(
        "INSERT INTO profile SELECT a.area, p.sex, p.age, p.share "
        "FROM (SELECT DISTINCT area FROM yearly ANTI JOIN profile USING (area)) a, profile p WHERE p.area = 756"
    )
    (rows,) = connection.execute(
        "SELECT count(*) FROM yearly JOIN profile ON profile.area = yearly.area AND profile.sex = yearly.sex"
    ).fetchone()
    return rows


def write_edition(connection: duckdb.DuckDBPyConnection, edition: int, file: Path) -> None:
    """Write one edition as CSV, in the order of our key."""
    # Three letters that stand for the number of an area, as codes of states do; 2003 is other or unknown.
    codes = (
        "CASE {0} WHEN 2003 THEN 'X_OTHER' "
        "ELSE chr(65 + {0} // 676) || chr(65 + {0} // 26 % 26) || chr(65 + {0} % 26) END"
    )
    connection.execute(
        _EDITION.format(
            area=codes.format("yearly.area"), origin=codes.format("origin"), edition=edition, file=file
        )
    )


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", type=Path)
    options.add_argument("--editions", type=int, default=10)
    options.add_argument("--pairs", type=int, default=1_000_000, help="how many of the real pairs (all)")
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
    rows = prepare(connection, chosen.pairs)
    for edition in range(FIRST_EDITION, FIRST_EDITION + chosen.editions):
        began = time.perf_counter()
        file = chosen.folder / f"bench-{edition}.csv"
        write_edition(connection, edition, file)
        print(f"{file}: {rows:,} rows, {time.perf_counter() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()
