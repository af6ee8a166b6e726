"""Two imports of one edition, begun at the same moment: the second one looks again when its turn comes."""

import pytest

from convene.observatory.failures import NotImported
from convene.observatory.operations.import_file import import_file, recognise
from tests.observatory.importing.catalogued import stock_file, stock_rows
from tests.observatory.importing.conftest import NOW


def recognised(desk, name, content):
    path = desk.folder / name
    path.write_bytes(content)
    return recognise(path)


def test_an_import_that_waited_does_not_clear_away_what_was_served_meanwhile(desk):
    waiting = recognised(desk, "other.csv", stock_file(stock_rows(2)))
    first = desk.bring(stock_file())
    served = desk.served()
    with pytest.raises(NotImported, match="there already"):
        import_file(waiting, at=NOW)
    assert first.done
    assert desk.served() == served


def test_an_import_that_waited_for_the_same_bytes_has_nothing_to_do(desk):
    waiting = recognised(desk, "again.csv", stock_file())
    desk.bring(stock_file())
    generation = desk.generation("undesa-ims.2024")
    report = import_file(waiting, at=NOW)
    assert (report.done, report.unchanged) == (False, True)
    assert desk.generation("undesa-ims.2024") == generation
