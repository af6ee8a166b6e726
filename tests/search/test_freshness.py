import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from convene.core.text import Text
from convene.search import documents, index, indexer
from convene.search.documents import Document
from convene.search.models import Edition, Pending
from convene.search.operations import index_pending, mark, mark_all, mark_kind, rebuild
from convene.search.queries import search

from .conftest import BERLIN, GERMANY

VIENNA = Document(
    address="meeting/vienna", kind="meeting", title=Text.of(en="Workshop, Vienna", ru="Семинар, Вена")
)
ROOT = Path(__file__).resolve().parents[2]


def found(question):
    return [item.address for item in search(question, "en").items]


def test_the_first_search_makes_the_index(shelf):
    assert found("Berlin")[0] == BERLIN.address
    assert index.is_there(indexer.edition())


def test_a_new_row_is_found_at_once(shelf):
    assert found("Vienna") == []
    shelf.put(VIENNA)
    mark(VIENNA.address)
    assert found("Вене") == [VIENNA.address]
    assert not Pending.objects.exists()


def test_a_renamed_row_is_found_under_its_new_name_only(shelf):
    assert found("старших") == [BERLIN.address]
    shelf.rename(BERLIN.address, en="Gathering, Berlin", ru="Встреча, Берлин")
    mark(BERLIN.address + "#title")
    assert found("старших") == []
    assert found("gathering") == [BERLIN.address]


def test_a_deleted_row_is_found_no_more(shelf):
    assert found("Germany") == [GERMANY.address]
    del shelf.rows[GERMANY.address]
    mark(GERMANY.address)
    assert found("Germany") == []


def test_a_row_that_is_no_longer_public_is_found_no_more(shelf):
    assert BERLIN.address in found("Berlin")
    shelf.hidden.add(BERLIN.address)
    mark(BERLIN.address)
    assert BERLIN.address not in found("Berlin")
    rebuild()
    assert BERLIN.address not in found("Berlin")


def test_what_is_not_public_is_nowhere_in_the_index(shelf):
    secret = Document(
        address="meeting/closed",
        kind="meeting",
        title=Text.of(en="Zanzibar retreat"),
        body={"ru": "Тайное совещание"},
        extra_names="ZRX",
        states=("ZZZ",),
        year=1901,
    )
    shelf.put(secret)
    shelf.hidden.add(secret.address)
    rebuild()
    mark(secret.address)
    for question in ("Zanzibar", "zanz", "тайное", "ZRX", "1901"):
        assert found(question) == [], question
    files = b"".join(file.read_bytes() for file in index.folder_of(indexer.edition()).iterdir())
    assert b"zanzibar" not in files.lower()


def test_a_kind_can_be_indexed_as_a_whole(shelf):
    found("Berlin")
    for address, row in list(shelf.rows.items()):
        shelf.rows[address] = replace(row, extra_names="renamed")
    mark_kind("meeting")
    assert sorted(found("renamed")) == sorted(row.address for row in shelf.public("meeting"))


def test_an_address_of_an_unknown_kind_does_no_harm(shelf):
    found("Berlin")
    mark_all(["nothing/here", "not an address"])
    assert found("Germany") == [GERMANY.address]
    assert not Pending.objects.exists()


def test_an_undone_change_leaves_no_trace(shelf):
    found("Berlin")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mark(BERLIN.address)
        raise ZeroDivisionError
    assert not Pending.objects.exists()


def test_a_change_is_indexed_when_it_is_committed_and_only_once(shelf, django_capture_on_commit_callbacks):
    found("Berlin")
    shelf.put(VIENNA)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        mark(VIENNA.address)
        mark(BERLIN.address)
    assert len(callbacks) == 1
    assert not Pending.objects.exists()


def test_a_crash_before_the_index_is_written_loses_nothing(shelf, monkeypatch):
    found("Berlin")
    shelf.put(VIENNA)
    mark(VIENNA.address)
    with monkeypatch.context() as broken:
        broken.setattr(index, "entry", lambda document: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            index_pending()
    assert Pending.objects.count() == 1
    assert found("Vienna") == [VIENNA.address]


def test_a_crash_after_the_index_is_written_repeats_it_without_doubles(shelf, monkeypatch):
    found("Berlin")
    shelf.put(VIENNA)
    mark(VIENNA.address)
    with monkeypatch.context() as broken:
        broken.setattr(indexer, "_done", lambda ids: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            index_pending()
    assert Pending.objects.count() == 1
    assert found("Vienna") == [VIENNA.address]
    assert not Pending.objects.exists()


def test_what_changes_while_the_index_is_written_stays_pending(shelf, monkeypatch):
    found("Berlin")
    shelf.put(VIENNA)
    mark(VIENNA.address)
    write = index.write

    def write_while_somebody_edits(*args, **kwargs):
        written = write(*args, **kwargs)
        if found_already := shelf.rows[VIENNA.address].title.plain()["en"] == "Workshop, Vienna":
            shelf.rename(VIENNA.address, en="Seminar, Vienna")
            mark(VIENNA.address)
        assert found_already or written
        return written

    monkeypatch.setattr(index, "write", write_while_somebody_edits)
    index_pending()
    monkeypatch.undo()
    assert not Pending.objects.exists()


def test_one_faulty_row_keeps_no_other_out(shelf, caplog):
    found("Berlin")
    documents.register("broken", "Broken", list, lambda key: 1 / 0)
    shelf.put(VIENNA)
    mark_all(["broken/one", VIENNA.address])
    assert found("Vienna") == [VIENNA.address]
    assert "broken/one could not be read" in caplog.text


def test_a_database_that_the_index_does_not_fit_gets_its_own(shelf):
    found("Berlin")
    first = indexer.edition()
    Edition.objects.all().delete()  # a restored backup
    shelf.put(VIENNA)
    assert found("Vienna") == [VIENNA.address]
    assert indexer.edition() != first


def test_a_lost_index_is_made_anew(shelf):
    found("Berlin")
    index.forget(indexer.edition())
    assert found("Germany") == [GERMANY.address]


def test_an_index_of_another_schema_is_made_anew(shelf, monkeypatch):
    found("Berlin")
    monkeypatch.setattr(index, "SCHEMA", index.SCHEMA + 1)
    assert found("Germany") == [GERMANY.address]
    assert [folder.name for folder in index.home().glob("*-*")] == [f"{index.SCHEMA}-{indexer.edition()}"]


def test_a_failed_rebuild_leaves_the_old_index_answering(shelf, monkeypatch):
    found("Berlin")
    before = indexer.edition()
    monkeypatch.setattr(shelf, "public", lambda kind: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rebuild()
    assert indexer.edition() == before
    assert found("Germany") == [GERMANY.address]
    assert len(list(index.home().glob("*-*"))) == 1


def test_rebuilding_shows_its_progress(shelf):
    told = []
    assert rebuild(lambda done, kind: told.append((done, kind))) == 4
    assert told == [(2, "meeting"), (3, "state"), (4, "document")]


def in_another_process(tmp_path, code):
    """Start `code` in a process of its own that knows the index folder and nothing else."""
    start = f"""
        import sys
        from pathlib import Path
        from django.conf import settings
        settings.configure(HOME=Path({str(tmp_path)!r}), LANGUAGES=[("en", "English"), ("ru", "Russian")])
        from convene.core.text import Text
        from convene.search import index
        from convene.search.documents import Document
    """
    program = textwrap.dedent(start) + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_what_another_process_indexed_is_found_at_once(shelf, tmp_path):
    assert found("Vienna") == []
    code = f"""
        row = Document(address="meeting/vienna", kind="meeting", title=Text.of(en="Workshop, Vienna"))
        with index.one_writer():
            index.write({indexer.edition()!r}, [row], drop={{}}, heap=index.SMALL_HEAP)
    """
    assert in_another_process(tmp_path, code).wait(timeout=60) == 0
    assert found("Vienna") == ["meeting/vienna"]


def test_while_another_process_writes_the_old_index_answers(shelf, tmp_path):
    found("Berlin")
    other = in_another_process(
        tmp_path,
        """
        with index.one_writer():
            print("writing", flush=True)
            sys.stdin.read()
        """,
    )
    assert other.stdout.readline() == "writing\n"
    shelf.put(VIENNA)
    mark(VIENNA.address)
    assert found("Germany") == [GERMANY.address]
    with pytest.raises(index.IndexIsBusy):
        index_pending(wait=0.1)
    assert Pending.objects.count() == 1
    other.kill()  # a crash frees the right to write
    other.communicate()
    assert found("Vienna") == [VIENNA.address]
