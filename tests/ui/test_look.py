"""Contrast, sizes and vendored files."""

import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import convene.ui

UI = Path(convene.ui.__file__).parent
STATIC = UI / "static" / "ui"
TOKENS = (STATIC / "tokens.css").read_text()


def colours(scheme: str) -> dict[str, str]:
    """The colours of a scheme: the light ones, with the dark or printed ones laid over them."""
    blocks = {
        "light": TOKENS.split("@media")[0],
        "dark": re.search(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", TOKENS, re.S)[1],
        "print": re.search(r"@media print \{(.*?)\n\}", TOKENS, re.S)[1],
    }

    def read(block):
        return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))

    return read(blocks["light"]) | (read(blocks[scheme]) if scheme != "light" else {})


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


# Words on a ground: 4.5 to 1 (WCAG 2.2, 1.4.3).
WORDS = [
    *((words, ground) for words in ("ink", "ink-soft", "link", "accent", "brand") for ground in ("paper", "surface", "sunk")),
    ("on-brand", "brand"),
    ("paper", "ink"),
    ("brand", "brand-tint"),
    ("ink", "accent-tint"),
    ("ink-soft", "accent-tint"),
    ("ink-soft", "brand-tint"),
    ("link", "accent-tint"),
    *((status, ground) for status in ("good", "warn", "bad") for ground in (f"{status}-tint", "paper")),
    *(("link", f"{status}-tint") for status in ("good", "warn", "bad")),
]  # fmt: skip
# What is not words: 3 to 1 (1.4.11).
SHAPES = [("accent", "paper"), ("ink-soft", "surface"), ("brand", "sea"), ("brand", "land")]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_words_can_be_read_on_their_grounds(scheme):
    known = colours(scheme)
    too_low = {
        f"{words} on {ground}": round(contrast(known[words], known[ground]), 2)
        for words, ground in WORDS
        if contrast(known[words], known[ground]) < 4.5
    }
    assert too_low == {}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_shapes_can_be_told_from_their_grounds(scheme):
    known = colours(scheme)
    assert [pair for pair in SHAPES if contrast(known[pair[0]], known[pair[1]]) < 3] == []


def test_the_styles_name_no_token_that_does_not_exist():
    styles = (STATIC / "ui.css").read_text() + (STATIC / "charts.css").read_text()
    used = set(re.findall(r"var\(--([a-z0-9-]+)", styles))
    assert used - set(re.findall(r"--([a-z0-9-]+):", TOKENS)) == set()


def test_the_styles_stay_small():
    assert (
        sum(
            len(gzip.compress((STATIC / name).read_bytes(), 6))
            for name in ("tokens.css", "ui.css", "charts.css")
        )
        < 12_000
    )


def test_the_fonts_have_what_unicode_range_promises_and_stay_small():
    faces = re.findall(r'url\("(fonts/[^"]+)"\).*?unicode-range: ([^;]+);', TOKENS, re.S)
    assert len(faces) == 4
    for path, promised in faces:
        file = STATIC / path
        points = set()
        for part in promised.split(","):
            first, _, last = part.strip().removeprefix("U+").partition("-")
            points |= set(range(int(first, 16), int(last or first, 16) + 1))
        font = TTFont(file)
        assert points == set(font.getBestCmap()), path
        assert [(a.axisTag, a.minValue, a.maxValue) for a in font["fvar"].axes] == [("wght", 400, 700)]
        assert file.stat().st_size < 22_000


def test_every_name_of_a_participant_can_be_set():
    names = "Česká republika, Türkiye, Łódź, Iași, Şuşa, Gəncə, Љубљана, Қазақстан, Тоҷикистон, Ёлка, Київ №"
    present = set()
    for file in (STATIC / "fonts").glob("*.woff2"):
        present |= set(TTFont(file).getBestCmap())
    assert {c for c in names if ord(c) not in present} == set()


def test_vendored_files_are_the_ones_that_are_listed():
    listed = {}
    for entry in tomllib.loads((UI / "vendor.toml").read_text())["vendored"]:
        assert {"name", "version", "licence", "origin"} <= set(entry)
        listed |= {file["path"]: file["sha256"] for file in entry["files"]}
    found = {
        str(path.relative_to(UI)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [
            *(STATIC / "fonts").iterdir(),
            *(UI / "documents" / "fonts").iterdir(),
            *(UI / "geometry").glob("*.json"),
        ]
    }
    assert found == listed
