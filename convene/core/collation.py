"""Folding and sorting of text in any script, without a database's collation."""

import unicodedata

# Letters that do not decompose into a base letter and a mark, with the letters they fold to.
_PLAIN = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ё": "е", "þ": "th"}
)
# Marks that make another letter in Cyrillic (й, ї) and must survive folding.
_KEEP = {"\u0306", "\u0308"}


def fold(text: str) -> str:
    """Return `text` in the form in which it is compared: lower case, no accents, ё as е."""
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    kept = []
    for character in unicodedata.normalize("NFD", lowered):
        if unicodedata.combining(character):
            if kept and character in _KEEP and "\u0400" <= kept[-1] <= "\u04ff":
                kept.append(character)
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def sort_key(text: str) -> str:
    """Return a string whose order is the alphabetical order of `text`: Türkiye before Turkmenistan."""
    return "".join(c for c in fold(text) if c.isalnum() or c == " ").strip()
