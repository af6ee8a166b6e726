"""The national frame: what the state says of its authorities, laws and rules. Empty, and saying so, until given."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.enums import FrameTopic
from convene.observatory.factsheets.figures import Figures
from convene.observatory.models import FrameEntry
from convene.ui.documents.model import Block, Bullets, Gap, Paragraph, Prose, Run, Section
from convene.ui.formats import told as told_day


def frame_section(figures: Figures, viewer: Viewer) -> Section:
    """Entries by topic, and the topics on which the state has given nothing yet."""
    blocks: list[Block] = []
    empty = []
    for topic in FrameTopic:
        entries = [entry for entry in figures.frame if entry.topic == topic]
        if entries:
            blocks.append(Paragraph(Run(str(topic.label), strong=True)))
            blocks.append(Bullets(tuple(_line(entry, viewer) for entry in entries)))
        else:
            empty.append(str(topic.label))
    if empty:
        blocks.append(Gap("; ".join(empty), _("Not given yet")))
    return Section(_("National frame"), tuple(blocks), key="frame")


def _line(entry: FrameEntry, viewer: Viewer) -> Prose:
    text, spoken = entry.text.best(viewer.language)
    when = told_day(entry.as_of, viewer.language)
    return (
        Run(text, language="" if spoken == viewer.language else spoken),
        Run(f" ({when}; {entry.source})", href=entry.source_url),
    )
