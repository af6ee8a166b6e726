"""Names of the code that the glossary and the README's "Where is ...?" give must be names of the code."""

from __future__ import annotations

import csv
import importlib
import re
from pathlib import Path

from config.home import BASE_DIR

GLOSSARY = (BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8")
README = (BASE_DIR / "README.md").read_text(encoding="utf-8")
PRAGUE = BASE_DIR / "packs" / "prague_process"
FILES = {
    "body": "bodies.csv",
    "office": "offices.csv",
    "concept": "concepts.csv",
    "document": "documents.csv",
    "project": "projects.csv",
    "workstream": "workstreams.csv",
    "area": "areas.csv",
}


def rows_of_tables(text: str) -> list[list[str]]:
    lines = [line.strip() for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if "---" not in line]


def is_a_name_of_the_code(name: str) -> bool:
    """Whether `registry.Term` or `core.text.Text` leads to something; a part's tables need no `models`."""
    part, *rest = name.split(".")
    for module in (f"convene.{part}.models", f"convene.{part}"):
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            continue
        for step in rest:
            try:
                found = getattr(found, step, None) or importlib.import_module(f"{found.__name__}.{step}")
            except (ModuleNotFoundError, AttributeError):
                break
        else:
            return True
    return False


def keys_in(file: str) -> set[str]:
    with (PRAGUE / file).open(encoding="utf-8") as lines:
        return {row["key"] for row in csv.DictReader(lines)}


def test_every_class_and_module_of_the_glossary_exists():
    named = re.findall(
        r"`((?:core|ui|accounts|search|registry|repository|dialogue|plan|website)(?:\.\w+)+)`", GLOSSARY
    )
    assert len(named) > 40
    assert [name for name in named if not is_a_name_of_the_code(name)] == []
    assert not is_a_name_of_the_code("registry.Nothing")


def test_every_key_of_the_glossary_is_in_the_prague_pack():
    named = re.findall(rf"({'|'.join(FILES)}) `([\w-]+)`", GLOSSARY)
    assert len(named) > 12
    assert [(kind, key) for kind, key in named if key not in keys_in(FILES[kind])] == []


def test_every_term_has_english_russian_and_a_name():
    short = [row for row in rows_of_tables(GLOSSARY) if len(row) != 3 or not all(row)]
    assert short == []
    assert len(rows_of_tables(GLOSSARY)) > 60


def test_where_is_names_functions_and_tables_that_exist():
    wanted = re.findall(r"`(convene/[\w/]+\.py)`: `(\w+)`", README)
    assert len(wanted) >= 5
    assert [
        (file, name)
        for file, name in wanted
        if not re.search(rf"^(def|class) {name}\b", (BASE_DIR / file).read_text(encoding="utf-8"), re.M)
    ] == []
    section = README.partition("## Where is ...?")[2].partition("\n## ")[0]
    tables = {name for row in rows_of_tables(section)[1:] for name in re.findall(r"`(\w+)`", row[2])}
    models = "\n".join(path.read_text(encoding="utf-8") for path in model_files())
    assert {name for name in tables if f"class {name}(" not in models} == set()


def model_files() -> list[Path]:
    parts = (BASE_DIR / "convene").iterdir()
    return [file for part in parts for file in (*part.glob("models.py"), *part.glob("models/*.py"))]
