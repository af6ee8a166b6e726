"""The footnotes of one document, numbered in the order in which they are met."""

from __future__ import annotations

from convene.core.text import Text
from convene.ui.documents.model import Footnote

STAR = "*"


class Notes:
    """Collects footnotes and hands out their marks. The same words get the same mark."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._notes: dict[str, Footnote] = {}

    def mark(self, text: Text | str) -> tuple[str, ...]:
        """The mark of a note with these words; none for empty words."""
        words, language = text.best(self.language) if isinstance(text, Text) else (str(text), self.language)
        words = words.strip()
        if not words:
            return ()
        if words not in self._notes:
            number = 1 + sum(note.mark != STAR for note in self._notes.values())
            self._notes[words] = Footnote(str(number), words, "" if language == self.language else language)
        return (self._notes[words].mark,)

    def star(self, footnote: str) -> None:
        """The obligatory footnote of a name that carries a star itself."""
        if footnote:
            self._notes.setdefault(footnote, Footnote(STAR, footnote))

    def all(self) -> tuple[Footnote, ...]:
        """Numbered notes, then the one with the star."""
        return tuple(
            sorted(self._notes.values(), key=lambda note: (note.mark == STAR, len(note.mark), note.mark))
        )
