"""A version of a Migration Profile as a document: the same for the page, the PDF, the Word file and the JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.models.profiles import Profile, ProfileStep, ProfileVersion
from convene.observatory.profile_rounds import Step
from convene.observatory.queries.profile_figures import Shown, figures_shown
from convene.observatory.queries.profiles import Written, contents_of
from convene.registry.naming import named_one
from convene.registry.queries.citations import Cited
from convene.registry.queries.reference import reference
from convene.ui import formats
from convene.ui.documents.model import (
    Block,
    Bullets,
    Document,
    Fact,
    FactRow,
    FactTable,
    Footnote,
    Gap,
    Metadata,
    Note,
    Paragraph,
    Section,
    SourceLine,
)
from convene.ui.documents.rich_text import blocks_of


def disclaimer() -> str:
    """What every draft says: the words of the drafts that were published in 2016 (source P36)."""
    return _(
        "This profile is a consultation document and cannot be considered as reflecting the official "
        "position of the country."
    )


def title_of(profile: Profile, viewer: Viewer) -> str:
    """Word the title: "Migration Profile Light: Georgia, 2016", under the name that new text uses."""
    return _("%(kind)s: %(state)s, %(year)s") % {
        "kind": profile.get_kind_display(),
        "state": str(named_one(profile.state.address, viewer)),
        "year": profile.year,
    }


def document_of(
    version: ProfileVersion,
    viewer: Viewer,
    *,
    published: ProfileStep | None,
    replaced_by: int = 0,
    live: bool = False,
) -> Document:
    """
    The version as a document in the viewer's language.

    `published` is the step that published it; None makes a preview, which says that it is not public.
    `replaced_by` is the number of the version that took its place. `live` shows figures as they are today.
    """
    profile = version.profile
    contents = contents_of(version, viewer)
    figures = figures_shown(
        (figure for written in contents for figure in written.figures), profile.state.key, viewer, live=live
    )
    name = named_one(profile.state.address, viewer)
    sections = tuple(_sections(contents, figures, viewer))
    return Document(
        title=f"{name}, {profile.year}",
        language=viewer.language,
        kind=profile.get_kind_display(),
        subtitle=_subtitle(version, published, viewer),
        notices=tuple(_notices(version, published, replaced_by, viewer)),
        sections=sections,
        sources=tuple(_source_lines(contents)),
        footnotes=(Footnote(name.name.mark or "*", name.footnote),) if name.footnote else (),
        metadata=_metadata(version, published, sections, viewer),
    )


def _metadata(
    version: ProfileVersion, published: ProfileStep | None, sections: tuple[Section, ...], viewer: Viewer
) -> Metadata:
    dialogue, profile = reference().dialogue, version.profile
    day: date = published.happened_on if published else viewer.today
    path = f"{profile.address}/version/{version.number}"
    return Metadata(
        publisher=dialogue.short_name.in_language(viewer.language),
        day=day,
        address=f"{settings.PUBLIC_URL}/{viewer.language}/{path}" if published else "",
        fingerprint=hashlib.sha256(repr(sections).encode()).hexdigest()[:12],
        description=title_of(profile, viewer),
        footer="" if dialogue.official else dialogue.unofficial_notice.in_language(viewer.language),
    )


def _subtitle(version: ProfileVersion, published: ProfileStep | None, viewer: Viewer) -> str:
    if published is None:
        return _("Version %(number)s, not published") % {"number": version.number}
    return _("Version %(number)s, published on %(day)s") % {
        "number": version.number,
        "day": formats.day(published.happened_on, viewer.language),
    }


def _notices(
    version: ProfileVersion, published: ProfileStep | None, replaced_by: int, viewer: Viewer
) -> Iterator[Note]:
    if published is None:
        yield Note(_("Only the state’s contact points and the secretariat see this."), _("Preview"), "bad")
    elif published.what == Step.PUBLISHED_AS_DRAFT:
        yield Note(disclaimer(), _("Draft"), "warn")
    else:
        yield Note(_("The state has endorsed this profile."), _("Endorsed"), "good")
    if replaced_by:
        words = _("Version %(number)s has taken the place of this one.") % {"number": replaced_by}
        yield Note(words, _("Earlier version"), "warn")


# --- Sections ----------------------------------------------------------------------------------------


def _sections(contents: list[Written], figures: dict[int, Shown], viewer: Viewer) -> Iterator[Section]:
    """The parts that say something, and the headings above them."""
    for place, written in enumerate(contents):
        if not written.is_empty or _has_written_below(contents[place:]):
            yield Section(
                title=written.part.title(viewer.language),
                blocks=tuple(_blocks(written, figures, viewer)),
                level=written.part.level,
                key=f"part-{written.part.key}",
            )


def _has_written_below(contents: list[Written]) -> bool:
    """Whether a part of the lower level follows the first, before the next of its own, with words in it."""
    first, *rest = contents
    for written in rest:
        if written.part.level <= first.part.level:
            return False
        if not written.is_empty:
            return True
    return False


def _blocks(written: Written, figures: dict[int, Shown], viewer: Viewer) -> Iterator[Block]:
    if written.figures:
        yield FactTable(
            caption=_("Figures"),
            corner=_("Indicator and year"),
            columns=(_("Figure"),),
            rows=tuple(_figure_row(figures[one.pk], viewer) for one in written.figures),
        )
    for paragraph in written.paragraphs:
        html, spoken = paragraph.text.best(viewer.language)
        if not html:
            continue
        blocks = blocks_of(html, "" if spoken == viewer.language else spoken)
        sources = _sources_of(written.citations.get(paragraph.address, ()), paragraph.told_sources)
        *others, last = blocks or (Paragraph(""),)
        yield from others
        if sources and isinstance(last, Bullets):
            yield last
            yield Paragraph(_("Sources:"), sources)
        else:
            yield Paragraph(last.prose, sources) if isinstance(last, Paragraph) else last
        if spoken != viewer.language:
            yield Gap(_("This is shown in the language it was written in."), _("Not yet translated"))


def _figure_row(shown: Shown, viewer: Viewer) -> FactRow:
    if shown.is_missing:
        return FactRow(shown.label, (Fact(shown.label, _("no figure"), gap=True),))
    note = _("Today: %(value)s") % {"value": shown.today} if shown.today else ""
    fact = Fact(
        label=shown.label,
        value=shown.value,
        unit=shown.unit,
        source=shown.edition,
        note=note,
        number=shown.number,
        href=f"/{viewer.language}/{shown.passport}" if shown.passport else "",
    )
    return FactRow(shown.label, (fact,))


def _sources_of(cited: Iterable[Cited], told: str) -> tuple[str, ...]:
    named = [f"{one.source_key}, {one.place}" if one.place else one.source_key for one in cited]
    return tuple([*named, told] if told else named)


def _source_lines(contents: list[Written]) -> Iterator[SourceLine]:
    """Every source of the record that a paragraph cites, once, by key."""
    cited = {
        one.source_key: one for written in contents for found in written.citations.values() for one in found
    }
    for key in sorted(cited):
        one = cited[key]
        yield SourceLine(key, one.source_title, href=one.url)
