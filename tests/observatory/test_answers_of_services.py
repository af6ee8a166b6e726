"""What publishers' sites and services hand out when somebody asks: the Refugee Data Finder, the DataBank, JSON."""

from __future__ import annotations

import json
import zipfile

import pytest

from convene.observatory.readers import BadFile, read
from convene.observatory.workbench import mapping_rows
from tests.observatory.adapted import figures

FINDER = (
    "Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),"
    "Refugees under UNHCR's mandate,Asylum-seekers,IDPs of concern to UNHCR,Other people in need of international protection"
)
APPLICATION = {"year": 2023, "coo_id": 1, "coo_name": "Georgia", "coo": "GEO", "coo_iso": "GEO", "coa_id": 2}
APPLICATION |= {"coa_name": "Germany", "coa": "GFR", "coa_iso": "DEU", "procedure_type": "G", "app_type": "N"}
APPLICATION |= {"dec_level": "FI", "app_pc": "P", "applied": 7805}
SERIES = {"id": "SP.POP.TOTL", "value": "Population, total"}


def test_an_extract_of_the_finder_gives_pairs_and_no_totals(tmp_path):
    """Packed with its footnotes. A dash is nothing; Austria is AUT here; the sum of two countries is no total."""
    with zipfile.ZipFile(tmp_path / "query_data.zip", "w") as archive:
        rows = ["2023,Ukraine,UKR,Austria,AUT,69000,5,0,-", "2023,Ukraine,UKR,Ukraine,UKR,0,0,3689000,-"]
        archive.writestr("persons_of_concern.csv", "\n".join([FINDER, *rows]) + "\n")
        archive.writestr("footnotes.csv", "Year,Footnote\n2023,Some\n")
    raw = read(tmp_path / "query_data.zip")
    assert raw.beside == ("footnotes.csv",)
    made = figures(tmp_path / "query_data.zip", "2024.6")
    assert made.dataset == "unhcr-population"
    assert made.rows(
        "SELECT indicator, area, counterpart, value::INTEGER, row FROM observed ORDER BY ALL"
    ) == [
        ("unhcr_asylum_seekers_hosted", "AUT", "UKR", 5, 2),
        ("unhcr_idps_hosted", "AUT", "", 0, 2),
        ("unhcr_idps_hosted", "UKR", "", 3_689_000, 3),
        ("unhcr_refugees_hosted", "AUT", "UKR", 69_000, 2),
    ]
    assert made.why_missing("unhcr_refugees_hosted", "AUT", 2023) == {
        "the file holds some countries only: their sum is no total"
    }


def _from_origins(path, count: int):
    codes = [row["code"] for row in mapping_rows("unhcr") if row["kind"] == "state"][:count]
    rows = [f"2023,x,{code},Poland,POL,{10 * place},0,0,-" for place, code in enumerate(codes)]
    path.write_text("\n".join([FINDER, *rows]) + "\n")
    return figures(path, "2024.6")


def test_a_table_of_the_finder_with_all_origins_has_totals_of_its_country(tmp_path):
    made = _from_origins(tmp_path / "poland.csv", 160)
    assert made.value("unhcr_refugees_hosted", "POL", 2023) == sum(range(0, 1600, 10))


def test_a_union_of_states_is_not_the_world(tmp_path):
    made = _from_origins(tmp_path / "union.csv", 27)
    assert made.value("unhcr_refugees_hosted", "POL", 2023) is None
    assert made.value("unhcr_refugees_origin", "GEO", 2023) is None


def test_rows_in_json(tmp_path):
    (tmp_path / "applications.json").write_text(
        json.dumps({"page": 1, "maxPages": 1, "items": [APPLICATION]})
    )
    made = figures(tmp_path / "applications.json", "2024.6")
    assert (made.dataset, read(tmp_path / "applications.json").format) == (
        "unhcr-applications",
        "json-records",
    )
    assert made.rows("SELECT DISTINCT indicator, area, counterpart, value::INTEGER FROM observed") == [
        ("asylum_applications", "DEU", "GEO", 7_805)
    ]


def test_a_page_of_several_is_refused(tmp_path):
    (tmp_path / "page.json").write_text(json.dumps({"page": 1, "maxPages": 12, "items": [APPLICATION]}))
    with pytest.raises(BadFile, match="page 1 of 12"):
        read(tmp_path / "page.json")
    (tmp_path / "said.json").write_text(
        '[{"message":[{"id":"120","key":"Invalid value","value":"not valid"}]}]'
    )
    with pytest.raises(BadFile, match="answer of the service: 120 Invalid value not valid"):
        read(tmp_path / "said.json")


def test_the_banks_own_answers(tmp_path):
    """Rows in JSON; the DataBank's table with notes below; its zip with lists of countries and series beside."""
    ukraine = {"indicator": SERIES, "country": {"id": "UA", "value": "Ukraine"}, "countryiso3code": "UKR"}
    arab = {"indicator": SERIES, "country": {"id": "1A", "value": "Arab World"}, "countryiso3code": ""}
    rows = [ukraine | {"date": "2023", "value": 37732836}, arab | {"date": "2023", "value": 473000000}]
    rows += [ukraine | {"date": "2024", "value": None}]
    (tmp_path / "api.json").write_text(
        json.dumps([{"page": 1, "pages": 1, "lastupdated": "2025-10-07"}, rows])
    )
    made = figures(tmp_path / "api.json")
    assert (made.edition, made.value("population_midyear", "UKR", 2023)) == ("2025-10-07", 37_732_836)
    assert made.why_missing("population_midyear", "UKR", 2024) == {"not printed"}
    assert made.rows("SELECT row, reason FROM set_aside_rows") == [(2, "a group of countries")]

    (tmp_path / "databank.csv").write_text(
        "Country Name,Country Code,Series Name,Series Code,2022 [YR2022],2023 [YR2023]\n"
        'Kosovo,XKX,"Population, total",SP.POP.TOTL,..,1682668\n,,,,,\n'
        "Data from database: World Development Indicators,,,,,\nLast Updated: 10/07/2025,,,,,\n"
    )
    made = figures(tmp_path / "databank.csv")
    assert (made.edition, made.value("population_midyear", "XKX", 2023)) == ("2025-10-07", 1_682_668)
    assert made.rows("SELECT row, reason FROM set_aside_rows ORDER BY row") == [
        (row, "a note or an empty line") for row in (3, 4, 5)
    ]

    with zipfile.ZipFile(tmp_path / "API.zip", "w") as archive:
        archive.writestr(
            "API_SP.POP.TOTL_DS2_en_csv_v2_1.csv",
            '"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-10-07",\n\n'
            '"Country Name","Country Code","Indicator Name","Indicator Code","2023","2024",\n'
            '"Georgia","GEO","Population, total","SP.POP.TOTL","3715483","",\n',
        )
        archive.writestr("Metadata_Country_API_SP.POP.TOTL.csv", '"Country Code"\n"GEO"\n')
        archive.writestr("Metadata_Indicator_API_SP.POP.TOTL.csv", '"INDICATOR_CODE"\n"SP.POP.TOTL"\n')
    made = figures(tmp_path / "API.zip")
    assert made.value("population_midyear", "GEO", 2023) == 3_715_483
    assert made.why_missing("population_midyear", "GEO", 2024) == {"not printed"}


def test_a_spreadsheet_of_another_program_and_its_lock_are_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "table.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    (tmp_path / "~$table.xlsx").write_bytes(b"\x0fIvanna" + b" " * 150)
    for name, found, next_step in (
        ("table.ods", "The file is an OpenDocument file (.ods).", "save it as .xlsx"),
        ("~$table.xlsx", "The file is a lock", "Name the workbook itself: table.xlsx"),
    ):
        with pytest.raises(BadFile) as refused:
            read(tmp_path / name)
        assert refused.value.found.startswith(found)
        assert next_step in refused.value.next_step


def test_two_tables_in_one_packed_file_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name in ("2022.csv", "2023.csv"):
            archive.writestr(name, "country,year,value\nPoland,2023,5\n")
    with pytest.raises(BadFile, match=r"holds 2 files: 2022\.csv, 2023\.csv"):
        read(tmp_path / "two.zip")


@pytest.mark.parametrize(
    "beside",
    [{"count": 2500}, {"next": "https://example.org/?page=2"}, {"@odata.nextLink": "https://example.org/2"}],
    ids=["more are counted", "a next page", "a next page of OData"],
)
def test_an_answer_that_says_there_is_more_is_refused(tmp_path, beside):
    (tmp_path / "part.json").write_text(
        json.dumps(beside | {"items": [APPLICATION, APPLICATION | {"year": 2022}]})
    )
    with pytest.raises(BadFile, match="Expected all rows in one file"):
        read(tmp_path / "part.json")
