"""JSON-stat 2.0 as its validator wants it."""

from __future__ import annotations

import json

from jsonstat_validator import validate_jsonstat

from convene.observatory.readers import read


def test_a_cube_with_only_the_cells_that_have_a_figure(ask, tmp_path):
    address = (
        "/api/sdmx/data/dataflow/CONVENE/unhcr-population/1.0.0/unhcr_refugees_hosted.A.POL+KAZ.UKR+AFG"
        "?c[EDITION]=2026_6_1&format=jsonstat"
    )
    response = ask(address)
    told = json.loads(response.body)
    assert validate_jsonstat(told) is True
    assert dict(zip(told["id"], told["size"], strict=True)) | {"REF_AREA": 2} == {
        **dict.fromkeys(("INDICATOR", "FREQ", "SEX", "AGE", "DETAIL", "EDITION"), 1),
        **{"REF_AREA": 2, "COUNTERPART_AREA": 2, "TIME_PERIOD": 2},
    }
    # Afghans in Kazakhstan, Ukrainians in Poland, 2024 and 2025. The other four cells have no figure.
    assert told["value"] == {"0": 202, "1": 206, "6": 991_223, "7": 970_005}
    assert told["dimension"]["REF_AREA"]["category"]["label"] == {"KAZ": "Kazakhstan", "POL": "Poland"}
    assert told["dimension"]["INDICATOR"]["category"]["unit"]["unhcr_refugees_hosted"]["decimals"] == 0
    (tmp_path / "figures.json").write_bytes(response.body)
    table = read(tmp_path / "figures.json").tables[0]
    assert len([1 for _row, cells in table.rows() if cells[table.columns.index("OBS_VALUE")]]) == 4


def test_flags_stand_in_status(ask):
    told = json.loads(
        ask(
            "/api/sdmx/data/dataflow/CONVENE/eurostat-migr_asytpsm/1.0.0/tp_ukraine?format=jsonstat&lang=ru"
        ).body
    )
    assert validate_jsonstat(told) is True
    assert (told["value"], told["status"]) == ({"0": 705, "1": 710, "2": 730}, {"1": "d", "2": "d"})
