"""Before a pack is loaded, machines are answered too: with nothing."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/sdmx", 200),
        ("/api/sdmx/structure/codelist/CONVENE/CL_SEX/1.0.0", 200),
        ("/api/sdmx/structure/dataflow/CONVENE", 404),
        ("/api/sdmx/data/dataflow/CONVENE/unhcr-population/1.0.0/*", 404),
        ("/api/datasets/unhcr-population", 404),
    ],
)
def test_an_empty_record(db, client, settings, tmp_path, address, status):
    settings.HOME = tmp_path
    assert client.get(address).status_code == status


def test_only_reading_is_answered(db, client):
    assert client.post("/api/sdmx/data/dataflow/CONVENE/unhcr-population/1.0.0/*").status_code == 405
