"""The number that tells caches that the public record changed."""

import struct
from pathlib import Path

import pytest
from django.db import transaction

from convene.accounts import record_version
from convene.accounts.models import RecordVersion
from convene.accounts.record_version import bump, current, published, sync_from_database, touched_public
from convene.accounts.version_file import VersionFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_file(tmp_path, settings):
    settings.HOME = tmp_path
    yield tmp_path / "cache" / "record-version"
    record_version._opened.cache_clear()


def test_one_transaction_raises_the_number_once():
    with transaction.atomic():
        touched_public()
        touched_public()
        with transaction.atomic():
            touched_public()
    assert (current(), published()) == (1, 1)

    with transaction.atomic():
        touched_public()
    touched_public()  # outside a transaction it has one of its own
    assert (current(), published()) == (3, 3)


def test_the_number_reaches_readers_only_when_it_is_committed():
    with transaction.atomic():
        assert bump() == 1
        assert (current(), published()) == (1, 0)
    assert published() == 1


def test_what_is_rolled_back_was_never_published():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        touched_public()
        raise ZeroDivisionError
    assert (current(), published()) == (0, 0)


def test_a_savepoint_that_is_rolled_back_takes_its_number_with_it():
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            touched_public()
            raise ZeroDivisionError
        touched_public()
    assert (current(), published()) == (1, 1)


def test_a_reader_without_django_sees_eight_bytes(own_file: Path):
    touched_public()
    assert struct.unpack("<Q", own_file.read_bytes()) == (1,)

    reader = VersionFile(own_file)
    touched_public()
    assert reader.read() == 2
    reader.close()


def test_commits_that_publish_out_of_order_leave_the_higher_number(own_file: Path):
    file = VersionFile(own_file)
    assert [file.raise_to(6), file.raise_to(5), file.read()] == [6, 6, 6]
    file.close()


def test_a_host_catches_up_with_what_another_host_committed():
    RecordVersion.objects.create(pk=1, number=41)
    assert published() == 0
    assert (sync_from_database(), published()) == (41, 41)


def test_after_a_restored_backup_no_number_is_used_twice(own_file: Path):
    VersionFile(own_file).raise_to(90)  # pages were cached under 90
    RecordVersion.objects.create(pk=1, number=40)  # the backup is older

    assert (sync_from_database(), current(), published()) == (91, 91, 91)
