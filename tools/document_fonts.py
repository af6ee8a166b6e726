"""
Make the fonts that printed documents use (PDF, pictures of charts), from npm packages of Google's Noto Sans.

    npm pack --ignore-scripts @expo-google-fonts/noto-sans@0.4.2
    npm pack --ignore-scripts @expo-google-fonts/noto-sans-georgian@0.4.3 @expo-google-fonts/noto-sans-armenian@0.4.2
    (unpack each into a folder of its own)
    python tools/document_fonts.py noto-sans noto-sans-georgian noto-sans-armenian

Typst reads TrueType, not the compressed web fonts of the pages, and wants one file for all scripts that
share a family. The characters are those of `tools/fonts.py`, and Greek. Checksums for
`convene/ui/vendor.toml` are printed.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tools.fonts import FEATURES, SUBSETS

FOLDER = Path(__file__).resolve().parent.parent / "convene" / "ui" / "documents" / "fonts"
GREEK = [*range(0x386, 0x3CF)]
MARKS = [ord(c) for c in "↑↓→←≈≤≥×·•■□▲▼●○*†‡§¹²³"]
SUPERIORS = [0x2070, *range(0x2074, 0x207A)]
NO_BREAK = [0xA0, 0x202F, 0x2011]
ALL = sorted(
    {*(p for _name, points in SUBSETS.values() for p in points), *GREEK, *MARKS, *SUPERIORS, *NO_BREAK}
)

# our file -> (position of the package's folder on the command line, its file, code points)
FACES = {
    "NotoSans-Regular": (0, "400Regular/NotoSans_400Regular.ttf", ALL),
    "NotoSans-Italic": (0, "400Regular_Italic/NotoSans_400Regular_Italic.ttf", ALL),
    "NotoSans-SemiBold": (0, "600SemiBold/NotoSans_600SemiBold.ttf", ALL),
    "NotoSansGeorgian-Regular": (1, "400Regular/NotoSansGeorgian_400Regular.ttf", [*range(0x10D0, 0x1100)]),
    "NotoSansArmenian-Regular": (2, "400Regular/NotoSansArmenian_400Regular.ttf", [*range(0x531, 0x590)]),
}


def make_face(source: Path, target: Path, points: list[int]) -> None:
    """Write the characters of one face as TrueType. The same input gives the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = [*FEATURES, "tnum", "sups"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14, 16, 17]  # copyright and licence stay inside the file
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.save(target)


def main(folders: list[Path]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folders[0] / "LICENSE_FONT", FOLDER / "LICENSE-noto-sans.txt")
    for name, (position, file, points) in FACES.items():
        target = FOLDER / f"{name}.ttf"
        make_face(folders[position] / file, target, points)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        print(f"{target.name}  {target.stat().st_size} bytes  sha256 {digest}")


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
