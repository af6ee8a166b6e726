"""
Make the font subsets that the pages load, from the npm package @fontsource-variable/noto-sans.

    npm pack --ignore-scripts @fontsource-variable/noto-sans@5.3.0
    tar xzf fontsource-variable-noto-sans-5.3.0.tgz
    python tools/fonts.py package

Each subset is a variable font (weights 400 to 700, upright) of one range of characters, so that a
page loads only the scripts it shows. The same ranges stand as `unicode-range` in `tokens.css`; the
program prints them. Checksums for `convene/ui/vendor.toml` are printed too.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "convene" / "ui" / "static" / "ui" / "fonts"
WEIGHTS = (400, 700)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]  # figures are tabular by default in Noto Sans

PUNCTUATION = [ord(c) for c in "ıŒœ–—‘’‚“”„•…‹›€™−"] + [0x2009]

_CENTRAL_ASIAN = [ord(c) for c in "ҒғҔҕҚқҜҝҠҡҢңҮүҰұҲҳҶҷҺһӘәӢӣӨөӮӯ"]

# name of our file -> (file of the package, code points)
SUBSETS = {
    "noto-sans-latin": ("latin", [*range(0x20, 0x7F), *range(0xA0, 0x100), *PUNCTUATION]),
    # Every Latin letter with a mark in Europe, and Azerbaijani ə, Romanian ș ț, capital ß.
    "noto-sans-latin-ext": ("latin-ext", [*range(0x100, 0x180), 0x18F, *range(0x218, 0x21C), 0x259, 0x1E9E]),
    "noto-sans-cyrillic": ("cyrillic", [0x301, *range(0x400, 0x460), 0x490, 0x491, 0x2116]),
    # Kazakh, Kyrgyz, Tajik, Uzbek and Turkmen letters.
    "noto-sans-cyrillic-ext": (
        "cyrillic-ext",
        _CENTRAL_ASIAN,
    ),
}


def make_subset(source: Path, target: Path, points: list[int]) -> list[int]:
    """Write the subset as woff2 and return the code points that it really has."""
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]  # copyright and licence stay inside the file
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    font["head"].modified = font["head"].created  # the same input gives the same bytes
    font.recalcTimestamp = False
    font.save(target)
    return sorted(font.getBestCmap())


def unicode_range(points: list[int]) -> str:
    """Write code points the CSS way: U+20-7E,U+A0."""
    runs: list[list[int]] = []
    for point in points:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in runs)


def main(package: Path) -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "LICENSE", FONTS / "LICENSE-noto-sans.txt")
    for name, (range_name, points) in SUBSETS.items():
        target = FONTS / f"{name}.woff2"
        present = make_subset(package / "files" / f"noto-sans-{range_name}-wght-normal.woff2", target, points)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        print(f"{target.name}  {target.stat().st_size} bytes  sha256 {digest}\n  {unicode_range(present)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
