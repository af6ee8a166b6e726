"""What the front is told of the dialogue, from the record and the menus."""

from __future__ import annotations

from convene.registry.models import Dialogue
from convene.ui.navigation import entries
from convene.website.page_cache import Facts


def facts_of_the_record() -> Facts:
    """
    The dialogue's time zone and languages, and the pages reached from the menus in each language.

    Without a dialogue there is nothing to answer ahead.
    """
    dialogue = Dialogue.objects.first()
    if dialogue is None:
        return Facts()
    languages = tuple(dialogue.language_codes)
    paths = ["", *dict.fromkeys(entry.path for area in ("main", "footer") for entry in entries(area))]
    return Facts(
        zone=dialogue.time_zone,
        languages=languages,
        warm=tuple(f"/{language}/{path}" for path in paths for language in languages),
    )
