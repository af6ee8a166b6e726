"""Placeholder until the geometry is made."""

from markupsafe import Markup


def participation_map(states, title, description):
    return Markup("")
