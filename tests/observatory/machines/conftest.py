"""
The Prague Process with small imports served: real rows of UNHCR's population and of temporary protection.

The later edition of the population is invented: one figure differs.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import override_settings

from convene.observatory.operations.import_file import import_file, recognise

POPULATION = """\
year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,returned_refugees,idps,returned_idps,stateless,\
ooc,oip,hst
2024,Afghanistan,AFG,AFG,Kazakhstan,KAZ,KAZ,202,118,0,0,0,0,0,,0
2024,Belarus,BLR,BLR,Poland,POL,POL,10035,2085,0,0,0,0,0,,0
2024,Ukraine,UKR,UKR,Poland,POL,POL,991223,3448,39000,0,0,0,0,,0
2025,Afghanistan,AFG,AFG,Kazakhstan,KAZ,KAZ,206,44,0,0,0,0,0,,0
2025,Belarus,BLR,BLR,Poland,POL,POL,11425,2883,0,0,0,0,0,,0
2025,Ukraine,UKR,UKR,Poland,POL,POL,972287,5205,32000,0,0,0,0,,0
"""
PROTECTION = """\
DATAFLOW,LAST UPDATE,freq,unit,citizen,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS
ESTAT:MIGR_ASYTPSM(1.0),12/05/25 23:00:00,M,PER,UA,T,TOTAL,LI,2025-01,705,,
ESTAT:MIGR_ASYTPSM(1.0),12/05/25 23:00:00,M,PER,UA,T,TOTAL,LI,2025-02,710,d,
ESTAT:MIGR_ASYTPSM(1.0),12/05/25 23:00:00,M,PER,UA,T,TOTAL,LI,2025-03,730,d,
"""
LATER = POPULATION.replace("972287", "970005")


@pytest.fixture(scope="module")
def _served(_prague_pack, django_db_blocker, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with override_settings(HOME=home), django_db_blocker.unblock():
        for name, text, label in (
            ("population.csv", POPULATION, "2025.12.1"),
            ("population_later.csv", LATER, "2026.6.1"),
            ("migr_asytpsm.csv", PROTECTION, ""),
        ):
            (home / name).write_text(text)
            import_file(recognise(home / name, label=label), at=datetime(2026, 11, 22, 12, tzinfo=UTC))
    return home


@pytest.fixture
def served(_served, db, settings):
    """Two editions of the population (2025 and 2026), one of temporary protection (2025-05-12)."""
    settings.HOME = _served


@pytest.fixture
def ask(served, client):
    """`ask("/api/sdmx/...", accept="text/csv")`: the response, with its whole body as `body`."""

    def asked(address, accept="*/*", status=200):
        response = client.get(address, headers={"Accept": accept})
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == status, response.body[:400]
        return response

    return asked
