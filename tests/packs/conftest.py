"""A pack to break: a copy of the demo dialogue that a test may edit."""

import shutil
from pathlib import Path

import pytest

from convene.packs import operations

PACKS = Path(__file__).resolve().parents[2] / "packs"


class Pack:
    """A copy of the demo dialogue in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder

    def file(self, name):
        return self.folder / name

    def replace(self, name, before, after):
        """Replace a passage that stands exactly once, as an editor would."""
        text = self.file(name).read_text("utf-8")
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {name}"
        self.file(name).write_text(text.replace(before, after), "utf-8")

    def spoil(self, name, before, after):
        """
        Replace a passage, and return where the cell now begins ("file:line:column") that `@@` marks in `after`.
        """
        self.replace(name, before, after)
        text = self.file(name).read_text("utf-8")
        left = text[: text.index("@@")]
        self.file(name).write_text(text.replace("@@", ""), "utf-8")
        return f"{name}:{left.count(chr(10)) + 1}:{len(left) - left.rfind(chr(10))}"

    def drop_line(self, name, start):
        lines = self.file(name).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) == len(lines) - 1
        self.file(name).write_text("".join(kept), "utf-8")

    def append(self, name, text):
        with self.file(name).open("a", encoding="utf-8") as file:
            file.write(text)

    def problems(self):
        return [str(problem) for problem in operations.check(self.folder).problems]

    def bytes(self):
        return bytes_of(self.folder)


def bytes_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def pack(tmp_path):
    shutil.copytree(PACKS / "demo_dialogue", tmp_path / "demo")
    return Pack(tmp_path / "demo")


@pytest.fixture
def loaded(pack, db):
    """The demo dialogue in the database, and its files to edit."""
    operations.load(pack.folder)
    return pack
