"""
The factsheet of a state as a document: built from the figures and the record, in the viewer's language.

Nothing here asks the clock: the factsheet carries the day of its newest figures, so that the same figures give
the same document on any day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.areas import area_name
from convene.observatory.factsheets import record
from convene.observatory.factsheets.figures import Figures
from convene.observatory.factsheets.gaps import gap_section
from convene.observatory.factsheets.kept import readable
from convene.observatory.factsheets.lines import AT_A_GLANCE, PARTS
from convene.observatory.factsheets.national import frame_section
from convene.observatory.factsheets.notes import Notes
from convene.observatory.factsheets.parts import Telling, part_section, producer_of
from convene.observatory.factsheets.standing import Standing, notices_of, standing_of_factsheet
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.shown import Attribution, attributions_of
from convene.registry.queries.reference import reference
from convene.ui.documents.model import (
    Document,
    KeyFigures,
    Metadata,
    Note,
    Run,
    Section,
    SourceLine,
    Terms,
)
from convene.ui.formats import day as day_text


def factsheet(state: str, viewer: Viewer, *, for_print: bool = False) -> Document:
    """The factsheet of one state as its readers see it: of the figures that were released, else of today's."""
    found = readable([state])[state]
    return factsheet_from(found.shown, viewer, for_print=for_print, today=found.today.fingerprint)


def factsheet_from(figures: Figures, viewer: Viewer, *, for_print: bool = False, today: str = "") -> Document:
    """
    The factsheet of figures that are at hand already. Its drawings are for print, else for a page.

    `today` is the fingerprint of today's figures, where these are older ones.
    """
    standing = standing_of_factsheet(figures, viewer, today)
    notes = Notes(viewer.language)
    telling = Telling(figures, viewer, notes, for_print)
    sections = [
        Section(_("At a glance"), (KeyFigures(tuple(map(telling.fact, AT_A_GLANCE))),), key="at-a-glance"),
        *(part_section(part, telling) for part in PARTS),
        Section(_("In the dialogue"), record.blocks(f"state/{figures.state}", viewer), key="dialogue"),
        frame_section(figures, viewer),
        *gap_section(telling),
        Section(_("Concepts and definitions"), (_definitions(telling),), key="concepts"),
    ]
    name = area_name(figures.state, viewer)
    notes.star(name.footnote if name.mark else "")
    return Document(
        title=str(name),
        language=viewer.language,
        kind=_("Country factsheet"),
        subtitle=_("Migration in figures, as published up to %(day)s")
        % {"day": day_text(figures.day, viewer.language)},
        metadata=_metadata(figures, viewer),
        notices=_notices(name.footnote if name.mark else "", standing),
        sections=tuple(section for section in sections if section.blocks),
        sources=tuple(_sources(figures, viewer)),
        footnotes=notes.all(),
        extra={"state": figures.state, "edition": figures.fingerprint, "standing": standing.key},
    )


def _notices(footnote: str, standing: Standing) -> tuple[Note, ...]:
    obligatory = (Note(f"* {footnote.lstrip('* ')}"),) if footnote else ()
    return (*obligatory, *notices_of(standing))


def _metadata(figures: Figures, viewer: Viewer) -> Metadata:
    dialogue = reference().dialogue
    name = str(area_name(figures.state, viewer))
    return Metadata(
        publisher=dialogue.short_name.in_language(viewer.language),
        day=figures.day,
        address=f"{settings.PUBLIC_URL}/{viewer.language}/factsheet/{figures.state}",
        fingerprint=figures.fingerprint,
        author=dialogue.short_name.in_language(viewer.language),
        description=_("Migration figures of %(state)s with their sources and definitions.") % {"state": name},
        keywords=(name, _("migration"), _("factsheet")),
        footer="" if dialogue.official else dialogue.unofficial_notice.in_language(viewer.language),
    )


def _sources(figures: Figures, viewer: Viewer) -> Iterable[SourceLine]:
    """Each producer with the editions of which figures are shown and on which terms; then the state's own."""
    together: dict[tuple[str, str], list[Attribution]] = defaultdict(list)
    datasets = catalogue().datasets
    for one in attributions_of(figures.editions, viewer):
        producer = producer_of(datasets[one.dataset], viewer)
        together[producer, one.licence.rstrip(".")].append(one)
    for (producer, licence), editions in together.items():
        words = {one.words.rstrip(".") for one in editions}
        named: list[str | Run] = []
        for one in editions:
            named += ["; "] if named else []
            named.append(Run(f"{one.title}, {one.label}", href=f"/{viewer.language}/{one.path}"))
        label = words.pop() if len(words) == 1 else producer
        yield SourceLine(label, (*named, "."), _("Licence: %(licence)s.") % {"licence": licence})
    for value in figures.national:
        yield SourceLine(_("National figures"), value.source, "", value.source_url)


def _definitions(telling: Telling) -> Terms:
    """What each indicator that is shown counts, in the order of the lines."""
    language = telling.viewer.language
    items = []
    for code in telling.told:
        indicator = telling.indicators[code]
        text, spoken = indicator.definition.best(language)
        told = Run(text, language="" if spoken == language else spoken)
        items.append((indicator.name.in_language(language), told))
    return Terms(tuple(items))
