"""
Who exists and who holds what, in time, according to whom.

Readings (participation, terms, designations, memberships) are the rows that pages use. What sources
say stands in `Claim`; `Citation` and `Ground` tie any row of the record, by its address, to its
sources and to the claims it rests on.
"""

from convene.registry.models.actors import (
    Actor,
    Designation,
    Group,
    GroupMembership,
    Organisation,
    Participation,
    Place,
    State,
)
from convene.registry.models.dialogue import Concept, Dialogue, Gap, Link, Statement
from convene.registry.models.governance import Appointment, Body, Office, Term
from convene.registry.models.readings import Reading
from convene.registry.models.sources import Citation, Claim, Difference, Ground, Source

__all__ = [
    "Actor",
    "Appointment",
    "Body",
    "Citation",
    "Claim",
    "Concept",
    "Designation",
    "Dialogue",
    "Difference",
    "Gap",
    "Ground",
    "Group",
    "GroupMembership",
    "Link",
    "Office",
    "Organisation",
    "Participation",
    "Place",
    "Reading",
    "Source",
    "State",
    "Statement",
    "Term",
]
