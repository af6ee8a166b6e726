"""Files of Eurostat that are not here: other datasets, other formats, as the publisher would give them."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from convene.observatory.adapters import adapters_for
from convene.observatory.adapters.eurostat import line_to_add, rules_of
from convene.observatory.failures import NotImported
from convene.observatory.readers import read
from tests.conftest import PACKS
from tests.observatory.adapting import adapted, plain, value


@pytest.fixture(scope="module")
def eurostat(shared_data):
    return shared_data / "eurostat"


def test_emigration_imports_when_it_is_given(eurostat, tmp_path):
    """tps00177 has the columns of tps00176 and tps00024; only its publisher's name tells them apart."""
    shutil.copy(eurostat / "tsv_bulk_old/tps00176.tsv", tmp_path / "tps00177.tsv")
    bench = adapted(tmp_path / "tps00177.tsv")
    assert value(bench, "emigration", "POL", 2019) == 226_649
    shutil.copy(eurostat / "tsv_bulk_old/tps00176.tsv", tmp_path / "download.tsv")
    named = {adapter.dataset for adapter in adapters_for(read(tmp_path / "download.tsv"))}
    assert named >= {"eurostat-tps00176", "eurostat-tps00177", "eurostat-tps00024"}


def test_refused_entry_in_sdmx_csv_with_codes(tmp_path):
    head = (
        "DATAFLOW,LAST UPDATE,freq,citizen,reason,border,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
    )
    rows = [
        "ESTAT:MIGR_EIRFS(1.0),24/06/25 23:00:00,A,TOTAL,TOTAL,TOTAL,PER,PL,2024,28560,,",
        "ESTAT:MIGR_EIRFS(1.0),24/06/25 23:00:00,A,UA,TOTAL,TOTAL,PER,PL,2024,17565,,",
        "ESTAT:MIGR_EIRFS(1.0),24/06/25 23:00:00,A,UA,FALSE_DOC,LAND,PER,PL,2024,10,,",
        "ESTAT:MIGR_EIRFS(1.0),24/06/25 23:00:00,A,TOTAL,TOTAL,TOTAL,PER,XK,2024,,,",
        "ESTAT:MIGR_EIRFS(1.0),24/06/25 23:00:00,A,TOTAL,TOTAL,TOTAL,PER,EU27_2020,2024,123915,d,",
        "ESTAT:MIGR_EIRFS(1.0),24/06/25 23:00:00,A,EUR_NEU27_2020,TOTAL,TOTAL,PER,PL,2024,27000,,",
    ]
    (tmp_path / "estat_migr_eirfs.csv").write_text("\n".join([head, *rows]) + "\n")
    bench = adapted(tmp_path / "estat_migr_eirfs.csv")
    assert bench.connection.execute(
        "SELECT area, counterpart, detail, value, flag, row FROM observed ORDER BY row"
    ).fetchall() == [
        ("POL", "", "", 28_560, "", 2),
        ("POL", "UKR", "", 17_565, "", 3),
        ("POL", "UKR", "border=LAND;reason=FALSE_DOC", 10, "", 4),
        ("X_EU27", "", "", 123_915, "d", 6),
    ]
    assert bench.connection.execute("SELECT area, reason, row FROM missing_cells").fetchall() == [
        ("XKX", "not published", 5)
    ]
    assert bench.connection.execute("SELECT row, reason FROM set_aside_rows").fetchall() == [
        (7, "a group of countries beside its members")
    ]


def test_population_by_citizenship_in_new_tsv(tmp_path):
    """Ages, both sexes, groups of citizenship, a region and a confidential cell."""
    (tmp_path / "estat_migr_pop1ctz.tsv").write_text(
        "freq,age,citizen,unit,sex,geo\\TIME_PERIOD\t2023 \t2024 \n"
        "A,TOTAL,TOTAL,NR,T,PL\t36753736 \t36620970 p\n"
        "A,Y20-24,UA,NR,F,PL\t2410 \t: c\n"
        "A,Y_GE85,EU27_2020_FOR,NR,T,PL\t120 \t125 \n"
        "A,TOTAL,TOTAL,NR,T,PL9\t5500000 \t5400000 \n"
    )
    bench = adapted(tmp_path / "estat_migr_pop1ctz.tsv")
    assert bench.connection.execute(
        "SELECT area, counterpart, year, sex, age, value, flag, row FROM observed ORDER BY row, year"
    ).fetchall() == [
        ("POL", "", 2023, "T", "T", 36_753_736, "", 2),
        ("POL", "", 2024, "T", "T", 36_620_970, "p", 2),
        ("POL", "UKR", 2023, "F", "Y20T24", 2_410, "", 3),
        ("POL", "X_EU27_FOREIGN", 2023, "T", "Y_GE85", 120, "", 4),
        ("POL", "X_EU27_FOREIGN", 2024, "T", "Y_GE85", 125, "", 4),
    ]
    assert bench.connection.execute("SELECT counterpart, age, reason FROM missing_cells").fetchall() == [
        ("UKR", "Y20T24", "confidential")
    ]
    assert bench.connection.execute("SELECT DISTINCT reason FROM set_aside_rows").fetchall() == [
        ("a region of a state",)
    ]


def test_asylum_applicants_in_json_stat(tmp_path):
    """As Eurostat's API answers: `asyl_app` is called `applicant` there, and the dataset stands in the extension."""
    sizes = {"freq": ["A"], "unit": ["PER"], "citizen": ["TOTAL", "UA"], "sex": ["T"], "applicant": ["FRST"]}
    sizes |= {"age": ["TOTAL"], "geo": ["PL", "LI"], "time": ["2023", "2024"]}
    told = {
        "version": "2.0",
        "class": "dataset",
        "label": "Asylum applicants by type, citizenship, age and sex - annual aggregated data",
        "source": "ESTAT",
        "updated": "2025-06-24T23:00:00+0200",
        "id": list(sizes),
        "size": [len(codes) for codes in sizes.values()],
        "dimension": {
            name: {"label": name, "category": {"index": {code: at for at, code in enumerate(codes)}}}
            for name, codes in sizes.items()
        },
        "value": {"0": 7720, "1": 14135, "5": 5, "3": 115, "4": 1625},
        "status": {"1": "p"},
        "extension": {"id": "MIGR_ASYAPPCTZA", "agencyId": "ESTAT", "version": "1.0"},
    }
    (tmp_path / "answer.json").write_text(json.dumps(told))
    bench = adapted(tmp_path / "answer.json")
    assert bench.connection.execute(
        "SELECT indicator, area, counterpart, year, value, flag FROM observed ORDER BY ALL"
    ).fetchall() == [
        ("asylum_first_time_applicants", "LIE", "", 2024, 115, ""),
        ("asylum_first_time_applicants", "POL", "", 2023, 7_720, ""),
        ("asylum_first_time_applicants", "POL", "", 2024, 14_135, "p"),
        ("asylum_first_time_applicants", "POL", "UKR", 2023, 1_625, ""),
        ("asylum_first_time_applicants", "POL", "UKR", 2024, 5, ""),
    ]
    assert [
        adapter.edition_of(read(tmp_path / "answer.json"))
        for adapter in adapters_for(read(tmp_path / "answer.json"))
    ] == ["2025-06-24"]


SDMX_ML = """<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns="urn:sdmx:TPS00177">
<m:Header><m:ID>X</m:ID><m:Test>false</m:Test><m:Prepared>2025-06-01T10:00:00</m:Prepared><m:Sender id="ESTAT"/>
<m:Structure structureID="S" namespace="urn:sdmx:TPS00177" dimensionAtObservation="TIME_PERIOD">
<c:Structure><Ref agencyID="ESTAT" id="TPS00177" version="1.0"/></c:Structure></m:Structure></m:Header>
<m:DataSet ss:structureRef="S" xsi:type="ns:DataSetType">
<Series freq="A" citizen="TOTAL" agedef="COMPLET" age="TOTAL" unit="NR" sex="T" geo="EL">
<Obs TIME_PERIOD="2022" OBS_VALUE="80307" OBS_FLAG="e"/><Obs TIME_PERIOD="2023" OBS_VALUE="76158"/></Series>
</m:DataSet></m:StructureSpecificData>"""


def test_emigration_in_sdmx_ml(tmp_path):
    """A structure-specific message of Eurostat: attributes for dimensions, series by series."""
    (tmp_path / "tps00177.xml").write_text(SDMX_ML)
    bench = adapted(tmp_path / "tps00177.xml")
    assert bench.connection.execute(
        "SELECT indicator, area, year, value, flag FROM observed ORDER BY ALL"
    ).fetchall() == [
        ("emigration", "GRC", 2022, 80_307, "e"),
        ("emigration", "GRC", 2023, 76_158, ""),
    ]


def test_a_test_message_is_refused(tmp_path):
    (tmp_path / "tps00177.xml").write_text(SDMX_ML.replace("<m:Test>false", "<m:Test>true"))
    with pytest.raises(NotImported, match="test"):
        adapted(tmp_path / "tps00177.xml")


def test_monthly_applicants_and_pending_applications(tmp_path):
    """Datasets that are a row of eurostat_datasets.csv and were never seen here: months, two types of applicants."""
    head = "DATAFLOW,LAST UPDATE,freq,unit,citizen,sex,applicant,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
    start = "ESTAT:MIGR_ASYAPPCTZM(1.0),20/08/25 23:00:00,M,PER"
    rows = [
        f"{start},TOTAL,T,ASY_APP,TOTAL,PL,2025-05,1305,,",
        f"{start},TOTAL,T,FRST,TOTAL,PL,2025-05,1010,p,",
        f"{start},UA,F,FRST,Y18-34,PL,2025-06,85,,",
        f"{start},TOTAL,T,SUBSEQ,TOTAL,PL,2025-05,295,,",
    ]
    (tmp_path / "months.csv").write_text("\n".join([head, *rows]) + "\n")
    bench = adapted(tmp_path / "months.csv", "eurostat-migr_asyappctzm")
    assert bench.connection.execute(
        "SELECT indicator, area, counterpart, year, month, sex, age, value, flag FROM observed ORDER BY row"
    ).fetchall() == [
        ("asylum_applicants_monthly", "POL", "", 2025, 5, "T", "T", 1_305, ""),
        ("asylum_first_time_applicants_monthly", "POL", "", 2025, 5, "T", "T", 1_010, "p"),
        ("asylum_first_time_applicants_monthly", "POL", "UKR", 2025, 6, "F", "Y18T34", 85, ""),
    ]
    assert bench.connection.execute("SELECT row, reason FROM set_aside_rows").fetchall() == [
        (5, "none of the figures that are kept of this dataset")
    ]


def test_every_dataset_of_the_table_is_described_in_the_pack():
    pack = PACKS / "prague_process"
    datasets = {row["key"] for row in plain(pack / "datasets.csv")}
    indicators = {row["key"]: row["dataset"] for row in plain(pack / "indicators.csv")}
    for rule in rules_of():
        assert f"eurostat-{rule.dataset}" in datasets
        assert indicators[rule.indicator] == f"eurostat-{rule.dataset}"


def test_the_edition_is_the_day_of_the_last_update(eurostat):
    raw = read(eurostat / "sdmxcsv_labels_only/demo_gind.csv")
    assert [adapter.edition_of(raw) for adapter in adapters_for(raw)] == ["2025-03-27"]


def test_every_file_keeps_all_its_rows(eurostat):
    for path in sorted(eurostat.glob("*/*sv*")):
        if re.search(r"\.(csv|tsv)(\.gz)?$", path.name):
            bench = adapted(path)
            lost = bench.scalar(
                """SELECT count(*) FROM raw WHERE _row NOT IN (SELECT "row" FROM observed UNION ALL
                   SELECT "row" FROM missing_cells UNION ALL SELECT "row" FROM set_aside_rows)"""
            )
            assert lost == 0, path.name


def test_a_code_that_no_row_has_is_not_taken_for_another_dataset(tmp_path):
    """migr_pop4ctb has the columns of migr_pop3ctb: its own name keeps them apart, and the line to add is said."""
    (tmp_path / "estat_migr_pop4ctb.tsv").write_text(
        "freq,age,c_birth,unit,sex,geo\\TIME_PERIOD\t2023 \nA,TOTAL,UA,NR,T,PL\t200 b\n"
    )
    raw = read(tmp_path / "estat_migr_pop4ctb.tsv")
    assert adapters_for(raw) == ()
    assert line_to_add(raw) == ("migr_pop4ctb", "migr_pop4ctb,KEY_OF_THE_INDICATOR,,c_birth,,,,,")

    (tmp_path / "quarters.csv").write_text(
        "DATAFLOW,LAST UPDATE,freq,unit,citizen,agedef,decision,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
        "ESTAT:MIGR_ASYDCFSTQ(1.0),10/11/25 23:00:00,Q,PER,UA,COMPLET,REJECTED,PL,2025-Q2,1205,,\n"
    )
    assert line_to_add(read(tmp_path / "quarters.csv")) == (
        "migr_asydcfstq",
        "migr_asydcfstq,KEY_OF_THE_INDICATOR,decision=REJECTED,citizen,,,,agedef=COMPLET,",
    )
