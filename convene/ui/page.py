"""What every public page tells the base template."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from markupsafe import Markup

from convene.core.viewer import Standing, Viewer
from convene.ui.navigation import entries


@dataclass(frozen=True)
class Footnote:
    mark: str  # "*" or "1"
    text: Any  # a Text or a string
    anchor: str


@dataclass
class Page:
    """
    One page: views pass it to their template as `page`.

    path         without the language: "state/UKR"; "" is the home page
    dialogue     key, name, short_name, official, unofficial_notice, tagline, languages, as_of
    languages    (code, own name) of the languages the page exists in
    section      key of the menu entry to mark as current
    query        the page's own query (filters, page number), without `on`
    feeds        (media type, title, address) for <link rel="alternate">
    breadcrumbs  (label, path without the language or None)
    sources      citations shown at the foot of the page: convene.ui.cited.Cited
    memory       where parts that all pages of a record version and day show alike are kept
    """

    viewer: Viewer
    title: Any
    path: str
    dialogue: Any
    languages: Sequence[tuple[str, str]] = ()
    description: Any = ""
    section: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    json_ld: dict | None = None
    feeds: Sequence[tuple[str, Any, str]] = ()
    breadcrumbs: Sequence[tuple[Any, str | None]] = ()
    sources: Sequence[Any] = ()
    has_date_control: bool = True
    footnotes: list[Footnote] = field(default_factory=list)
    memory: dict[Any, Markup] = field(default_factory=dict, repr=False)

    @property
    def language(self) -> str:
        return self.viewer.language

    @property
    def is_in_menu(self) -> bool:
        """Whether the main menu leads to this very page."""
        return any(entry.path == self.path for entry in entries("main"))

    @cached_property
    def keeps(self) -> bool:
        """Whether parts of the page may be kept: nothing that only some may see is in them."""
        return self.viewer.standing == Standing()

    def kept(self, name: Hashable, macro: Callable[..., Markup], *things: Any) -> Markup:
        """
        What `macro(page, *things)` made when it was first asked under this name at this record version and day.

        For parts that many pages show alike: `name` says all that they depend on beside record and language,
        and there are no more names than things in the record. For whoever may see more than the public the
        part is made anew.
        """
        if not self.keeps:
            return macro(self, *things)
        key = (name, self.viewer.language)
        if key not in self.memory:
            self.memory[key] = macro(self, *things)
        return self.memory[key]

    def url(self, path: str | None = None, language: str | None = None, **query) -> str:
        """
        The address of a page of this site; of this page itself without a path.

        Keeps the day when looking back; `on=None` drops it. Empty query values are left out.
        """
        viewer = self.viewer
        place = f"/{language or viewer.language}/{self.path if path is None else path}"
        if viewer.day != viewer.today:
            if not query:
                return f"{place}?on={viewer.day.isoformat()}"
            query.setdefault("on", viewer.day.isoformat())
        if not query:
            return place
        kept = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{place}?{urlencode(kept)}" if kept else place

    def in_language(self, language: str) -> str:
        """This very page, with its query and day, in another language."""
        return self.url(None, language, **self.query)

    def absolute(self, language: str | None = None) -> str:
        """The permanent address for canonical links: with host, without query and day."""
        return settings.PUBLIC_URL + self.url(None, language, on=None)

    def footnote(self, text: Any, mark: str = "") -> Markup:
        """
        Collect a footnote and return its mark as a link to it. The same text is collected once.

        Give `mark="*"` for a designation that carries its star in the name.
        """
        for note in self.footnotes:
            if note.text == text and (not mark or note.mark == mark):
                return _mark(note)
        number = 1 + sum(note.mark.isdigit() for note in self.footnotes)
        note = Footnote(mark or str(number), text, f"note-{len(self.footnotes) + 1}")
        self.footnotes.append(note)
        return _mark(note)


def _mark(note: Footnote) -> Markup:
    return Markup('<a class="footnote-mark" href="#{}" role="doc-noteref">{}</a>').format(
        note.anchor, note.mark
    )
