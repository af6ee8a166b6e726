"""Every one of the publishers' real files, against what csv, zip and openpyxl say of the same bytes."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import time

import duckdb
import openpyxl
import pytest

from convene.observatory.readers import BadFile, read
from tests.observatory.readers.conftest import told

# Format, encoding and rows (of every table) of each file.
FILES = {
    "codes/gdidata_countrynames.csv.gz": ("csv-long", "utf-8", [257]),
    "eurostat/gdidata/eu_asyapp.csv.gz": ("csv-long", "utf-8", [43896]),
    "eurostat/nui_csv_2017/migr_asyappctza_1_Data-2017-05-31-ADDED.csv": ("nui-csv", "utf-8", [1224]),
    "eurostat/nui_csv_2017/migr_asyappctza_allcitizenships.csv.gz": ("nui-csv", "windows-1252", [34680]),
    "eurostat/nui_csv_2017/migr_asydcfsta_2017-04-26.csv": ("nui-csv", "utf-8", [1836]),
    "eurostat/nui_csv_2017/migr_eiord_1_Data.csv": ("nui-csv", "utf-8", [238]),
    "eurostat/nui_csv_2017/migr_eiord_Data_allcitizens.csv.gz": ("nui-csv", "windows-1252", [28545]),
    "eurostat/nui_csv_2017/migr_eipre_1_Data_allcitizens.csv.gz": ("nui-csv", "windows-1252", [29580]),
    "eurostat/nui_csv_2017/migr_eirtn_Data_allcitizens.csv.gz": ("nui-csv", "windows-1252", [28545]),
    "eurostat/sdmx_ml/demography-structure.xml": ("sdmx-ml-2.1-structure", "utf-8", [3, 3, 4, 3, 14, 14]),
    "eurostat/sdmx_ml/demography-xs.xml": ("sdmx-ml-2.1-structure-specific", "utf-8", [60]),
    "eurostat/sdmx_ml/esms-structure.xml": ("sdmx-ml-2.1-structure", "utf-8", [2, 19]),
    "eurostat/sdmx_ml/esms.xml": ("sdmx-ml-2.1-metadata", "utf-8", [12]),
    "eurostat/sdmxcsv_codes_labels/lfsa_ergan.csv.gz": ("sdmx-csv-2.0", "utf-8", [7983]),
    "eurostat/sdmxcsv_codes_labels/lfsa_urgan.csv.gz": ("sdmx-csv-2.0", "utf-8", [7983]),
    "eurostat/sdmxcsv_codes_labels/migr_asyappctza_total_ua.csv": ("sdmx-csv-2.0", "utf-8", [1080]),
    "eurostat/sdmxcsv_codes_labels/migr_asytpsm_ua.csv": ("sdmx-csv-2.0", "utf-8", [1136]),
    "eurostat/sdmxcsv_labels_only/demo_gind.csv": ("sdmx-csv-1.0", "utf-8", [1093]),
    "eurostat/sdmxcsv_labels_only/demo_poppcctb.csv": ("sdmx-csv-1.0", "utf-8", [1269]),
    "eurostat/sdmxcsv_labels_only/demo_poppcctz.csv": ("sdmx-csv-1.0", "utf-8", [1737]),
    "eurostat/sdmxcsv_labels_only/migr_eipre.csv": ("sdmx-csv-1.0", "utf-8", [2535]),
    "eurostat/sdmxcsv_labels_only/tps00170.csv": ("sdmx-csv-1.0", "utf-8", [387]),
    "eurostat/tsv_bulk_old/tps00001.tsv": ("eurostat-tsv-old", "utf-8", [55 * 12]),
    "eurostat/tsv_bulk_old/tps00024.tsv": ("eurostat-tsv-old", "utf-8", [70 * 12]),
    "eurostat/tsv_bulk_old/tps00157.tsv": ("eurostat-tsv-old", "utf-8", [33 * 12]),
    "eurostat/tsv_bulk_old/tps00176.tsv": ("eurostat-tsv-old", "utf-8", [68 * 12]),
    "eurostat/tsv_new/demo_pjangroup__custom_1879586_page_tabular.tsv": ("eurostat-tsv", "utf-8", [59 * 62]),
    "frontex/frontex_detections_monthly.csv.gz": ("csv-long", "utf-8", [34273]),
    "ilo/ilostat_unemployment_monthly_2000-2025.csv.gz": ("csv-wide", "utf-8-sig", [1152]),
    "iom/missing_migrants.csv.gz": ("csv-long", "utf-8", [19669]),
    "jsonstat/galicia-2.0.json": ("json-stat-2.0", "utf-8", [3960]),
    "passportindex/passport-index-tidy-iso2.csv": ("csv-long", "utf-8", [39601]),
    "passportindex/passport-index-tidy-iso3.csv": ("csv-long", "utf-8", [39601]),
    "undesa/gdidata_undesa_stocks_2024.csv.gz": ("csv-long", "utf-8", [153296]),
    "undesa/ims2020_destination_age_sex.csv.gz": ("csv-long", "utf-8", [78960]),
    "undesa/ims2024_destination_age_sex.csv.gz": ("csv-long", "utf-8", [29184]),
    "undesa/ims2024_destination_origin_sex.csv.gz": ("csv-long", "utf-8", [228491]),
    "undesa/ims_empirical_totals.csv.gz": ("csv-long", "utf-8", [7268]),
    "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx": (
        "xlsx-undesa",
        "",
        [5943, 5943, 5943, 1981, 5094, 5660],
    ),
    "undp/HDR23-24_Composite_indices_complete_time_series.csv.gz": ("csv-wide", "windows-1252", [206]),
    "unhcr/asylum_applications.csv.gz": ("csv-long", "utf-8", [120597]),
    "unhcr/asylum_decisions.csv.gz": ("csv-long", "utf-8", [113929]),
    "unhcr/countries.csv.gz": ("csv-long", "utf-8", [232]),
    "unhcr/demographics.csv.gz": ("csv-long", "utf-8", [20771]),
    "unhcr/flows.csv.gz": ("csv-long", "utf-8", [105868]),
    "unhcr/idmc.csv.gz": ("csv-long", "utf-8", [934]),
    "unhcr/population.csv.gz": ("csv-long", "utf-8", [138893]),
    "unhcr/solutions.csv.gz": ("csv-long", "utf-8", [21258]),
    "unwpp/UNlocations.txt": ("csv-long", "utf-8", [298]),
    "unwpp/wpp2024_births.txt.gz": ("csv-wide", "utf-8", [297]),
    "unwpp/wpp2024_deaths.txt.gz": ("csv-wide", "utf-8", [297]),
    "unwpp/wpp2024_migration.txt.gz": ("csv-wide", "utf-8", [297]),
    "unwpp/wpp2024_migrationprojMed.txt.gz": ("csv-wide", "utf-8", [297]),
    "unwpp/wpp2024_popprojMed.txt.gz": ("csv-wide", "utf-8", [297]),
    "worldbank/OGHIST_2025_10_07.xlsx": ("xlsx", "", [9, 33, 231, 470, 225]),
    "worldbank/WB_Bilateral_Estimates_Migrant_Stocks_2017.xlsx": ("xlsx", "", [219, 217]),
    "worldbank/WB_Bilateral_Remittance_Estimates_2017.xlsx": ("xlsx", "", [219]),
    "worldbank/gdidata_wdi.csv.gz": ("csv-long", "utf-8", [92435]),
}
# What is there and holds no table of figures.
NO_TABLES = ("geo/", "eurostat/sdmx_ml/footer.xml")


def plain(path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def number_of_rows(table) -> int:
    if table.scan:
        return duckdb.sql(f"SELECT count(*) FROM {table.scan}").fetchall()[0][0]
    return sum(1 for _row in table.rows())


def test_every_file_is_recognised_by_its_content(shared_data):
    found = {}
    for path in sorted(shared_data.rglob("*")):
        name = str(path.relative_to(shared_data))
        if path.is_dir() or path.suffix == ".md" or name.startswith(NO_TABLES):
            continue
        raw = read(path)
        found[name] = (raw.format, raw.encoding, [number_of_rows(table) for table in raw.tables])
    assert found == FILES


def test_the_checksum_is_that_of_the_file_as_it_was_given(shared_data):
    path = shared_data / "unhcr" / "idmc.csv.gz"
    raw = read(path)
    assert (raw.sha256, raw.size) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


WHOLE = 50_000
PLAIN = [name for name, (kind, _encoding, _rows) in FILES.items() if kind in ("csv-long", "csv-wide")]


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_table_comes_out_as_it_stands_and_the_same_way_through_duckdb(shared_data, name):
    path = shared_data / name
    encoding = {"windows-1252": "cp1252"}.get(FILES[name][1], "utf-8-sig")
    separator = "\t" if ".txt" in name else ","
    lines = csv.reader(io.StringIO(plain(path).decode(encoding), newline=""), delimiter=separator)
    heading = next(lines)
    expected, before = [], lines.line_num
    for cells in lines:
        expected.append((before + 1, tuple(cells)))
        before = lines.line_num
    table = read(path).tables[0]
    assert table.columns == tuple(heading)
    if len(expected) < WHOLE or not table.scan:
        assert list(table.rows()) == expected
    if table.scan:
        columns = ", ".join(f'"{column}"' for column in table.columns)
        scanned = duckdb.sql(f"SELECT {columns}, _row FROM {table.scan} WHERE _row % {every(expected)} = 0")
        chosen = [(*cells, line) for line, cells in expected if line % every(expected) == 0]
        assert scanned.fetchall() == chosen


def every(rows: list) -> int:
    """Of a large table each 23rd row is compared, of a small one each."""
    return 1 if len(rows) < WHOLE else 23


def test_only_files_whose_records_span_lines_are_not_scanned(shared_data):
    """The places of the Missing Migrants Project have line breaks in their names."""
    assert [name for name in PLAIN if not read(shared_data / name).tables[0].scan] == [
        "iom/missing_migrants.csv.gz"
    ]


def test_the_code_NA_stays_text(shared_data):
    """358 applications are of type NA and 2,180 of level NA: codes, no missing values."""
    rows = [row for _line, row in told(read(shared_data / "unhcr/asylum_applications.csv.gz").tables[0])]
    assert {name: sum(row[name] == "NA" for row in rows) for name in ("app_type", "dec_level")} == {
        "app_type": 358,
        "dec_level": 2180,
    }


def test_every_cell_of_the_UN_workbook_as_openpyxl_sees_it(shared_data):
    path = shared_data / "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx"
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    expected = []
    for number, row in enumerate(book["Table 1"].iter_rows(min_row=12, values_only=True), 12):
        for at, block in ((5, "both"), (12, "male"), (19, "female")):
            for year, value in zip(range(1990, 2021, 5), row[at : at + 7], strict=True):
                name = row[1]
                expected.append(
                    (
                        number,
                        str(row[0]),
                        name.strip(),
                        str(len(name) - len(name.lstrip())),
                        str(row[2] or ""),
                        str(row[3]),
                        (row[4] or "").strip(),
                        block,
                        str(year),
                        "" if value == ".." else str(value),
                    )
                )
    table = read(path).tables[0]
    assert table.columns == (
        "index",
        "area",
        "level",
        "notes",
        "location_code",
        "data_type",
        "block",
        "year",
        "value",
    )
    assert [(row, *cells) for row, cells in table.rows()] == expected
    assert sum(cells[-1] == "" for _row, cells in table.rows()) == 122
    kazakhstan = [cells for _row, cells in table.rows() if cells[1] == "Kazakhstan" and cells[-2] == "2020"]
    assert [(cells[4], cells[6], cells[8]) for cells in kazakhstan] == [
        ("398", "both", "3732073"),
        ("398", "male", "1850097"),
        ("398", "female", "1881976"),
    ]


def test_the_notes_of_the_UN_workbook_come_with_every_table(shared_data):
    tables = read(shared_data / "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx").tables
    assert [dict(table.notes)["3"] for table in tables] == [
        "The estimates for 1990 to 2005 refer to Sudan and South Sudan."
    ] * 6
    marks = {mark for mark, _text in tables[0].notes}
    assert marks == {"", "*", *(str(number) for number in range(1, 42))}


def test_blocks_of_the_UN_workbook_are_named_by_the_titles_above_them(shared_data):
    tables = read(shared_data / "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx").tables
    blocks = {
        table.name: list(dict.fromkeys(row["block"] for _place, row in told(table))) for table in tables
    }
    assert blocks == {
        "Table 1": ["both", "male", "female"],
        "Table 2": ["both", "male", "female"],
        "Table 3": ["both", "male", "female"],
        "Table 4": ["female"],
        "Table 5": ["both", "male", "female"],
        "Table 6": [
            "both",
            "Refugee and asylum seekers as a percentage of the international migrant stock",
            "Annual rate of change of the refugee and asylum seekers, both sexes combined",
        ],
    }


def test_flags_are_unglued_from_the_numbers_of_eurostats_tsv(shared_data):
    """The Polish line of population on 1 January, as `grep PL` shows it, against the rows."""
    path = shared_data / "eurostat/tsv_bulk_old/tps00176.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    years = [cell.strip() for cell in lines[0].split("\t")[1:]]
    expected = []
    for number, line in enumerate(lines[1:], 2):
        key, *cells = line.split("\t")
        for year, cell in zip(years, cells, strict=True):
            value, _blank, flag = cell.strip().partition(" ")
            expected.append((number, (*key.split(","), year, "" if value == ":" else value, flag)))
    table = read(path).tables[0]
    assert list(table.rows()) == expected
    poland = next(row for _line, row in told(table) if (row["geo"], row["TIME_PERIOD"]) == ("PL", "2019"))
    assert (poland["agedef"], poland["OBS_VALUE"], poland["OBS_FLAG"]) == ("COMPLET", "226649", "ep")


TSV = [name for name, (kind, _encoding, _rows) in FILES.items() if kind.startswith("eurostat-tsv")]


@pytest.mark.parametrize("name", TSV)
def test_duckdb_unglues_the_same_flags(shared_data, name):
    table = read(shared_data / name).tables[0]
    columns = ", ".join(f'"{column}"' for column in table.columns)
    scanned = duckdb.sql(f"SELECT {columns}, _row FROM {table.scan}").fetchall()
    assert sorted(scanned) == sorted((*cells, line) for line, cells in table.rows())


def test_thousands_commas_and_colons_of_the_former_site_are_undone(shared_data):
    path = shared_data / "eurostat/nui_csv_2017/migr_asyappctza_allcitizenships.csv.gz"
    lines = csv.DictReader(io.StringIO(plain(path).decode("cp1252"), newline=""))
    expected = [
        (
            number,
            (
                *(line[name] for name in ("GEO", "CITIZEN", "SEX", "AGE", "ASYL_APP", "UNIT")),
                line["TIME"],
                "" if line["Value"] == ":" else line["Value"].replace(",", ""),
                line["Flag and Footnotes"],
            ),
        )
        for number, line in enumerate(lines, 2)
    ]
    table = read(path).tables[0]
    assert list(table.rows()) == expected
    assert sum(cells[-2] == "" for _line, cells in table.rows()) == 2757
    assert "Côte d'Ivoire" in {cells[1] for _line, cells in table.rows()}


def test_codes_and_labels_stand_side_by_side(shared_data):
    table = read(shared_data / "eurostat/sdmxcsv_codes_labels/migr_asytpsm_ua.csv").tables[0]
    rows = told(table)
    poland = [row for row in rows if (row[1]["geo"], row[1]["TIME_PERIOD"]) == ("PL", "2025-03")]
    assert [(row["geo_label"], row["citizen"], row["sex"], row["OBS_VALUE"]) for _line, row in poland] == [
        ("Poland", "UA", "T", "992370")
    ]
    assert dict(table.attributes) == {
        "labels": "codes and labels",
        "agency": "ESTAT",
        "dataflow": "MIGR_ASYTPSM",
        "version": "1.0",
        "title": "Beneficiaries of temporary protection at the end of the month by citizenship, "
        "age and sex - monthly data",
    }


def test_labels_in_place_of_codes_are_told_and_views_are_cut_off_the_dataflow(shared_data):
    tables = {
        name: read(shared_data / f"eurostat/sdmxcsv_labels_only/{name}.csv").tables[0]
        for name in ("demo_gind", "migr_eipre", "tps00170")
    }
    assert {
        name: (
            table.attributes["labels"],
            table.attributes["dataflow"],
            table.attributes.get("view"),
            table.attributes.get("last update"),
        )
        for name, table in tables.items()
    } == {
        "demo_gind": ("labels only", "DEMO_GIND", None, "27/03/25 23:00:00"),
        "migr_eipre": ("labels only", "MIGR_EIPRE", "DEFAULTVIEW", None),
        "tps00170": ("labels only", "TPS00170", None, "03/03/25 11:00:00"),
    }
    kosovo = [row for _line, row in told(tables["demo_gind"]) if row["geo"] == "Kosovo*"]
    assert kosovo[0]["TIME_PERIOD"] == "2003"


def test_an_explicit_measure_is_the_type_of_its_element(shared_data):
    table = read(shared_data / "eurostat/sdmx_ml/demography-xs.xml").tables[0]
    assert told(table)[0] == (
        1,
        {
            "FREQ": "A",
            "SEX": "T",
            "COUNTRY": "BE",
            "OBS_STATUS": "A",
            "UNIT_MEASURE": "CPW",
            "UNIT_MULT": "0",
            "DEMO": "TFRNSI",
            "TIME_PERIOD": "2007",
            "OBS_VALUE": "1.82",
            "OBS_FLAG": "A",
        },
    )
    data = (shared_data / "eurostat/sdmx_ml/demography-xs.xml").read_text(encoding="utf-8")
    assert len(told(table)) == data.count("<Obs ")
    assert table.attributes["test"] == "true"


def test_an_answer_that_is_only_a_footer_says_to_fetch_later(shared_data):
    with pytest.raises(BadFile) as caught:
        read(shared_data / "eurostat/sdmx_ml/footer.xml")
    assert caught.value.record == "footer.xml"
    assert caught.value.found.startswith(
        "The message holds no data, only an answer of the service: 413 Due to the large query"
    )
    assert caught.value.next_step == (
        "The data are written later: fetch them from "
        "http://ec.europa.eu/eurostat/SDMX/diss-web/file/wHsvjs7hQCy7Dqf4 and import that file."
    )


def test_a_map_is_told_to_be_one(shared_data):
    with pytest.raises(BadFile, match="The file is a map, not a table"):
        read(shared_data / "geo/plotly_un_europe_50m.topo.json")


def test_json_stat_agrees_with_its_own_list_of_values(shared_data):
    data = json.loads((shared_data / "jsonstat/galicia-2.0.json").read_text(encoding="utf-8"))
    table = read(shared_data / "jsonstat/galicia-2.0.json").tables[0]
    rows = told(table)
    assert [row["OBS_VALUE"] for _place, row in rows] == [
        "" if value is None else str(value) for value in data["value"]
    ]
    assert rows[6][1] == {
        "birth": "T",
        "birth_label": "total",
        "age": "T",
        "age_label": "total",
        "gender": "T",
        "gender_label": "total",
        "TIME_PERIOD": "2011",
        "residence": "15",
        "residence_label": "A Coruña",
        "concept": "pop",
        "concept_label": "population",
        "OBS_VALUE": "1141286",
        "OBS_FLAG": "",
    }


def figure(cell) -> float | str:
    """A dash on the diagonal stays a dash."""
    return cell if cell == "-" else float(cell or 0)


def test_the_matrix_of_remittances_begins_below_its_title(shared_data):
    path = shared_data / "worldbank/WB_Bilateral_Remittance_Estimates_2017.xlsx"
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    table = read(path).tables[0]
    assert table.columns == tuple(" ".join(cell.split()) for cell in lines[1])
    rows = {cells[0]: (row, cells) for row, cells in table.rows()}
    for number, line in enumerate(lines[2:], 3):
        if not line[0]:
            continue
        row, cells = rows[line[0]]
        assert row == number
        assert [figure(cell) for cell in cells[1:]] == [figure(cell) for cell in line[1:]]


def test_the_largest_file_is_read_within_two_seconds(shared_data):
    """A generous bound for a busy machine: alone it takes a third of a second."""
    begun = time.perf_counter()
    table = read(shared_data / "undesa/ims2024_destination_origin_sex.csv.gz").tables[0]
    assert duckdb.sql(f"SELECT count(*), max(_row) FROM {table.scan}").fetchall() == [(228491, 228492)]
    assert time.perf_counter() - begun < 2
