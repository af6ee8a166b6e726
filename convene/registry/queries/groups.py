"""Groups of states on a day."""

from __future__ import annotations

from datetime import date

from convene.registry.models import Group, GroupMembership
from convene.registry.queries.reference import reference


def groups_on(day: date) -> dict[Group, list[str]]:
    """Return group -> codes of its members on `day`, in the groups' order. Groups without members are left out."""
    found: dict[Group, list[str]] = {}
    for membership in reference().groups:
        if membership.period.on(day):
            found.setdefault(membership.group, []).append(membership.state.key)
    return found


def groups_of(code: str) -> list[GroupMembership]:
    """Return every membership of the state with `code`, past ones too."""
    return [membership for membership in reference().groups if membership.state.key == code]
