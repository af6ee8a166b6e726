"""The figures a pack carries: checked line by line, loaded, written back byte for byte, and true to the files."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.observatory import carrying
from convene.observatory.adapters import adapters_for
from convene.observatory.models import Edition, Snapshot
from convene.observatory.operations import carried
from convene.observatory.readers import read
from convene.observatory.workbench import Workbench
from convene.packs import operations

INDICATORS = {"migrant_stock", "hdi"}
AREAS = {"POL", "UKR", "XKX", "X_OTHER"}
GOOD = [
    "hdi,POL,,2020,0,T,T,,0.876,,,4",
    "hdi,XKX,,2020,0,T,T,,,,not published,0",
    "migrant_stock,POL,,2024,0,T,T,,1700000,e,n1,7",
    "migrant_stock,POL,UKR,2024,0,F,Y0T4,reason=FAM,12,,,8",
]


def written(folder, lines):
    path = folder / "undp-hdr.2024.csv"
    path.write_text("\n".join([carrying.HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def found_in(folder, lines):
    faults = carrying.faults(written(folder, lines), INDICATORS, AREAS)
    return [(bad.line, bad.column, bad.column_name, bad.found) for bad in faults]


def test_sound_lines_have_no_faults(tmp_path):
    assert found_in(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    "_case, number, old, new, expected",
    [
        ("a year of three digits", 0, "2020", "202", (2, 10, "year", "202")),
        ("an unknown indicator", 0, "hdi", "hid", (2, 1, "indicator", "hid")),
        ("an unknown state", 0, "POL", "POX", (2, 5, "area", "POX")),
        ("a word for a number", 0, "0.876", "high", (2, 22, "value", "high")),
        ("a comma for a point", 0, "0.876", "0,876", (2, 29, "row", "")),
        ("a cell too few", 2, ",e,n1,7", ",e,7", (4, 42, "note", "7")),
        ("a sex nobody has", 3, ",F,", ",X,", (5, 30, "sex", "X")),
        ("a thirteenth month", 3, "2024,0", "2024,13", (5, 28, "month", "13")),
    ],
)
def test_a_fault_is_named_with_its_line_and_column(tmp_path, _case, number, old, new, expected):
    lines = list(GOOD)
    lines[number] = lines[number].replace(old, new, 1)
    assert found_in(tmp_path, lines)[:1] == [expected]


def test_lines_out_of_order_and_doubled_figures_are_found(tmp_path):
    assert found_in(tmp_path, [GOOD[1], GOOD[0]]) == [(3, 1, "", "hdi,POL,,2020,0,T,T,")]
    assert found_in(tmp_path, [GOOD[0], GOOD[0]]) == [(3, 1, "", "hdi,POL,,2020,0,T,T,")]


def test_another_header_is_the_only_complaint(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("indicator,area\n", encoding="utf-8")
    assert [bad.expected for bad in carrying.faults(path, INDICATORS, AREAS)] == [carrying.HEADER]


@settings(max_examples=40)
@given(place=st.integers(0, len("\n".join(GOOD)) - 1), mark=st.sampled_from('x"\n;~'))
def test_a_character_typed_anywhere_is_found_or_harms_no_key(tmp_path_factory, place, mark):
    """Flags and notes are free text; everywhere else one wrong character is a fault."""
    folder = tmp_path_factory.mktemp("typed")
    text = "\n".join(GOOD)
    changed = text[:place] + mark + text[place:]
    cell = text[:place].split("\n")[-1].count(",")
    if mark == "\n" or cell not in (7, 9, 10):
        assert found_in(folder, changed.split("\n")) != []


@pytest.mark.django_db
def test_the_pack_as_it_stands_is_sound_and_comes_back_byte_for_byte(prague, tmp_path):
    carried.export(tmp_path)
    ours = {path.name: path.read_bytes() for path in (prague / carrying.FOLDER).iterdir()}
    theirs = {path.name: path.read_bytes() for path in (tmp_path / carrying.FOLDER).iterdir()}
    assert {name for name in ours if ours[name] != theirs.get(name)} == set()
    assert set(ours) == set(theirs)


@pytest.mark.django_db
def test_every_edition_of_the_pack_carries_its_figures(prague):
    assert set(carrying.editions_in(prague)) == set(Edition.objects.values_list("key", flat=True))
    assert not Edition.objects.filter(complete=True).exists()
    assert not Edition.objects.filter(generation="").exists()


@pytest.mark.django_db
def test_loading_again_changes_nothing(prague):
    assert carried.ensure(prague) == 0


def test_a_bad_line_stops_the_pack(tmp_path):
    from tests.conftest import PACKS

    folder = tmp_path / "prague_process"
    shutil.copytree(PACKS / "prague_process", folder)
    path = folder / carrying.FOLDER / "undesa-ims.2024.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[5] += "x"
    path.write_text("\n".join(lines), encoding="utf-8")
    [problem] = operations.check(folder).problems
    assert (problem.file, problem.line, problem.column_name) == ("figures/undesa-ims.2024.csv", 6, "row")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "edition, file",
    [
        ("undesa-ims.2024", "undesa/ims2024_destination_origin_sex.csv.gz"),
        ("undesa-ims.2020", "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx"),
        ("unhcr-population.2025.12.1", "unhcr/population.csv.gz"),
        ("worldbank-wdi.2025-06", "worldbank/gdidata_wdi.csv.gz"),
        ("eurostat-migr_asytpsm.2025-03", "eurostat/sdmxcsv_codes_labels/migr_asytpsm_ua.csv"),
        ("frontex-detections.2025-04", "frontex/frontex_detections_monthly.csv.gz"),
    ],
)
def test_what_is_carried_is_what_the_publishers_file_says(prague, shared_data, edition, file):
    """Our own import of the very file, line for line against what the pack carries of it."""
    raw = read(shared_data / file)
    row = Edition.objects.select_related("dataset", "snapshot").get(key=edition)
    assert row.snapshot == Snapshot.objects.get(sha256=raw.sha256)
    [adapter] = [one for one in adapters_for(raw) if one.dataset == row.dataset.key]
    bench = Workbench()
    try:
        adapter.adapt(bench, raw, row.label)
        codes = [
            code for (code,) in bench.connection.execute("SELECT DISTINCT indicator FROM observed").fetchall()
        ]
        path = prague / carrying.FOLDER / f"{edition}.csv"
        from convene.observatory.areas import states_of_the_record
        from convene.observatory.queries.catalogue import catalogue

        newest = edition in {catalogue().default.get(code) for code in codes}
        lines = carrying.selected(
            bench.connection,
            "observed",
            "missing_cells",
            row.dataset.key,
            states_of_the_record(),
            newest=newest,
        )
    finally:
        bench.close()
    assert lines == path.read_text(encoding="utf-8")
