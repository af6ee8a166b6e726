"""The packs that come with Convene are sound, written canonically, and load and leave unchanged."""

import shutil
from pathlib import Path

import pytest

from convene.core.tables import Kind, all_tables
from convene.packs import operations
from convene.packs.checking import checked

PACKS = Path(__file__).resolve().parents[1] / "packs"
NAMES = ("prague_process", "demo_dialogue")
# Files of a pack that no table owns.
BESIDE = {"README.md", "people.yml"}


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in BESIDE
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_is_sound(name):
    assert [str(problem) for problem in operations.check(PACKS / name).problems] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_is_written_canonically(name, tmp_path):
    shutil.copytree(PACKS / name, tmp_path / name)
    operations.format_pack(tmp_path / name)
    changed = [
        file for file, data in files_of(tmp_path / name).items() if files_of(PACKS / name).get(file) != data
    ]
    assert changed == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_pack_loads_and_leaves_byte_for_byte(name, tmp_path):
    operations.load(PACKS / name)
    assert not operations.diff(PACKS / name)
    operations.export(tmp_path / "out")
    assert files_of(tmp_path / "out") == files_of(PACKS / name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_what_the_public_gets_is_a_sound_pack_of_its_own(name, tmp_path):
    operations.load(PACKS / name)
    operations.export(tmp_path / "public", public_only=True)
    assert [str(problem) for problem in operations.check(tmp_path / "public").problems] == []


def test_the_demo_dialogue_holds_every_choice_of_every_table():
    """Whatever a status may be, there is a row to see it on."""
    _, _, rows = checked(PACKS / "demo_dialogue")
    missing = []
    for table in all_tables():
        for column in table.columns:
            if column.kind != Kind.CHOICE:
                continue
            used = {row.values[column.name] for row in rows[table.name].values()}
            wanted = {value for value, _ in table.choices_of(column)}
            if table.name == "dialogue" or (
                column.name == "visibility" and table.name in ("claims", "differences")
            ):
                continue  # one dialogue has one policy; claims belong to nobody's body
            missing += [f"{table.name}.{column.name} {value}" for value in sorted(wanted - used)]
    assert missing == []


def test_the_demo_dialogue_has_another_shape_than_prague():
    _, files, rows = checked(PACKS / "demo_dialogue")
    assert files.languages == ("en", "fr")
    assert rows["offices"]["co-chair"].values["seats"] == "2"
    assert rows["plans"]["lake-plan-2025-2029"].values["levels"]["en"] == "pillar; objective; action"
    assert [key for key, row in rows["terms"].items() if not row.values["holder"]] == [
        "co-chair-vacant-2023",
        "rapporteur-vacant",
    ]
    assert [key for key, row in rows["terms"].items() if row.values["temporary_for"]] == ["co-chair-xdu-2024"]
    # No state of the world: ISO 3166-1 leaves XAA to XZZ to users, and XKX is taken by custom.
    assert all(key.startswith("X") and key != "XKX" for key in rows["states"])
