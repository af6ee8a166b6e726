"""What is hidden is not named by anything public either."""

import json

from convene.core.tables import all_tables
from convene.dialogue.models import Meeting, Milestone
from convene.registry.lists import as_data, public_rows
from convene.registry.queries.hidden import hidden_addresses
from convene.registry.queries.reference import forget
from convene.repository.models import Work

RETREAT = "meeting/2026-10-08-office-retreat-port-alder"


def test_what_belongs_to_a_hidden_document_is_hidden_with_it(demo):
    hidden = hidden_addresses()
    assert RETREAT in hidden
    assert "document/letter-of-harrowmere" in hidden
    restricted = Work.objects.exclude(visibility="public")
    versions = {one.address for work in restricted for one in work.expressions.all()}
    assert versions <= hidden


def test_no_list_names_what_is_hidden(demo):
    """The pack's own hidden things, and one meeting hidden afterwards that milestones and links speak of."""
    milestone = Milestone.objects.exclude(meeting=None).first()
    Meeting.objects.filter(pk=milestone.meeting_id).update(visibility="secretariat")
    forget()
    hidden = hidden_addresses()
    assert milestone.meeting.address in hidden
    told = {}
    for table in all_tables():
        if table.public:
            told[table.name] = as_data(table, public_rows(table))
    text = json.dumps(told, ensure_ascii=False)
    keys = {address.partition("/")[2] for address in hidden}
    assert [key for key in keys if f'"{key}"' in text or f"/{key}" in text] == []
    assert next(row for row in told["milestones"] if row["key"] == milestone.key)["meeting"] is None
