"""
What tests share: a fresh memory, and two real records.

`prague` and `demo` give a test the whole pack: a module's tests share a transaction that is rolled back.
A test that asks for neither begins with an empty record.
"""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings

from convene.core.viewer import Standing, Viewer
from tests.records import EMPTY, PACKS, Records

# A busy machine is slow, not wrong: what takes long is measured in benchmarks/.
hypothesis_settings.register_profile("convene", deadline=None)
hypothesis_settings.load_profile("convene")

# The publishers' own files lie beside the project and are not part of it.
SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def _records(django_test_environment, django_db_blocker):
    with django_db_blocker.unblock():
        return Records()


@pytest.fixture(scope="session")
def django_db_setup(_records, django_db_blocker):
    """Instead of pytest-django's own: the tables come from a copy, see tests/records.py."""
    with django_db_blocker.unblock():
        _records.open(EMPTY)


_EMPTIED = []


@pytest.fixture(autouse=True)
def _whole_tables(request):
    """A test that commits empties the database behind it: the next one that asks gets it as it was made."""
    database = request.node.get_closest_marker("django_db")
    if _EMPTIED and (database or "db" in request.fixturenames):
        _EMPTIED.clear()
        with request.getfixturevalue("django_db_blocker").unblock():
            request.getfixturevalue("_records").renew()
    yield
    if database and database.kwargs.get("transaction"):
        _EMPTIED.append(request.node.nodeid)


@pytest.fixture(autouse=True)
def _fresh_memory():
    """What a process remembers of one test's record must not answer for the next one's."""
    from django.core.cache import cache

    from convene.registry.queries.reference import forget

    forget()
    cache.clear()
    yield
    forget()


def _loaded(name, records, django_db_blocker):
    with django_db_blocker.unblock():
        records.open(name)
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield PACKS / name
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            records.open(EMPTY)


@pytest.fixture(scope="module")
def _prague_pack(django_db_setup, _records, django_db_blocker):
    yield from _loaded("prague_process", _records, django_db_blocker)


@pytest.fixture(scope="module")
def _demo_pack(django_db_setup, _records, django_db_blocker):
    yield from _loaded("demo_dialogue", _records, django_db_blocker)


@pytest.fixture
def prague(_prague_pack, _records, db):
    """The Prague Process, whole."""
    yield _prague_pack
    _records.mend_indexes()


@pytest.fixture
def demo(_demo_pack, _records, db):
    """The invented Lake Dialogue, with its people."""
    yield _demo_pack
    _records.mend_indexes()


@pytest.fixture
def own_index(settings, tmp_path, _records):
    """A home of this test's own, with the search index of the pack that is loaded, if one is."""
    settings.HOME = tmp_path
    _records.lay_index(tmp_path)


@pytest.fixture
def reader():
    """`reader(on="2016-09-20", language="ru")`: a viewer of the public."""

    def make(on="2026-11-22", language="en", standing=None, today="2026-11-22"):
        return Viewer(
            day=date.fromisoformat(on),
            today=date.fromisoformat(today),
            language=language,
            standing=standing or Standing(),
        )

    return make


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the publishers' real files. A test that needs them is skipped only where they are absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("The publishers' files are not beside this checkout.")
    return SHARED_DATA


def pytest_make_parametrize_id(config, val, argname):
    """Bytes name no case: a packed file holds the second it was made in, and every worker would name it otherwise."""
    return argname if isinstance(val, bytes) else None
