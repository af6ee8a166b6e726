"""What is held in memory is never what a transaction took back, nor the half of one that went on."""

import pytest
from django.db import transaction

from convene.accounts.record_version import current, touched_public
from convene.core.text import Text
from convene.registry.models import Gap
from convene.registry.queries.reference import reference

pytestmark = pytest.mark.django_db(transaction=True)


def add_gap(key):
    Gap.objects.create(key=key, title=Text.of(en=key))
    touched_public()


def gaps():
    return [gap.key for gap in reference().gaps]


def test_what_was_rolled_back_is_forgotten_though_its_number_comes_again(settings, tmp_path):
    settings.HOME = tmp_path
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add_gap("taken-back")
        assert gaps() == ["taken-back"]
        taken_back = current()
        raise ZeroDivisionError
    with transaction.atomic():
        add_gap("kept")
        assert current() == taken_back
        assert gaps() == ["kept"]
    assert gaps() == ["kept"]


def test_what_is_changed_after_the_first_look_shows_once_all_is_committed(settings, tmp_path):
    settings.HOME = tmp_path
    with transaction.atomic():
        add_gap("first")
        assert gaps() == ["first"]
        add_gap("second")
        assert gaps() == ["first", "second"]
    assert gaps() == ["first", "second"]
