"""A list of meetings costs the same few queries, however long it is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convene.core.text import Text
from convene.dialogue.models import Meeting
from convene.registry.models import Concept, Dialogue, Place
from convene.registry.queries.reference import forget


def make_meetings(count):
    """An empty record with so many meetings, each in a town of its own."""
    for model in (Meeting, Place, Dialogue):
        model.objects.all().delete()
    forget()
    Dialogue.objects.create(key="d", name=Text.of(en="D"), short_name=Text.of(en="D"), languages="en;ru")
    kind, _new = Concept.objects.get_or_create(
        key="workshop", defaults={"scheme": "meeting-kind", "name": Text.of(en="Workshop")}
    )
    for number in range(count):
        place = Place.objects.create(key=f"town-{number}", name=Text.of(en=f"Town {number}"))
        row = Meeting.objects.create(
            key=f"m{number}",
            title=Text.of(en=f"Meeting {number}"),
            starts_on=date(2010 + number, 1, 1),
            place=place,
        )
        row.kinds.add(kind)


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "path", ["/en/meetings", "/ru/meetings?kind=workshop", "/en/meetings.csv", "/en/meetings.ics"]
)
def test_a_long_list_costs_as_many_queries_as_a_short_one(db, client, path):
    make_meetings(1)
    alone = queries_of(client, path)
    make_meetings(3)
    assert queries_of(client, path) == alone <= 8
