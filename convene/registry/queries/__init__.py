"""Questions to the registry. Each takes the day it is asked about; none asks the clock."""

from convene.registry.queries.addresses import page_path, titles_of
from convene.registry.queries.citations import citations_of, claims_behind, marks_for
from convene.registry.queries.names import actor_names, designation
from convene.registry.queries.offices import holders_of, memberships_of, succession
from convene.registry.queries.participation import Participants, participants, participation_of
from convene.registry.queries.reference import reference
from convene.registry.queries.standing import standing_of

__all__ = [
    "Participants",
    "actor_names",
    "citations_of",
    "claims_behind",
    "designation",
    "holders_of",
    "marks_for",
    "memberships_of",
    "page_path",
    "participants",
    "participation_of",
    "reference",
    "standing_of",
    "succession",
    "titles_of",
]
