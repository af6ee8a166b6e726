"""docs/reference/pack-format.md says of every table and column what the declarations say."""

import pytest

from config.home import BASE_DIR
from convene.core.tables import Kind, all_tables
from convene.packs.reference import BEGIN, END, WRITTEN, MarksAreMissing, with_tables

PAGE = BASE_DIR / "docs" / "reference" / "pack-format.md"


def test_the_page_is_current():
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_tables(page), "Type: .venv/bin/convene reference"


def test_every_kind_of_cell_is_explained():
    assert set(WRITTEN) == set(Kind)


def test_a_table_is_described_with_its_columns():
    made = with_tables(f"{BEGIN}{END}")
    assert [line for line in made.splitlines() if line.startswith("### ")] == [
        f"### {table.file}" for table in all_tables()
    ]
    assert "| `holder` | ref |  | holder; in `states.csv` or `organisations.csv` |" in made
    assert "not public |" in next(
        line for line in made.splitlines() if line.startswith("| `decided_because`")
    )


def test_what_stands_around_the_made_lines_stays():
    made = with_tables(f"before\n{BEGIN} old {END}\nafter")
    assert made.startswith(f"before\n{BEGIN}\n\n## Kinds of cells\n")
    assert made.endswith(f"{END}\nafter")


def test_a_page_without_the_marks_is_refused():
    with pytest.raises(MarksAreMissing):
        with_tables("no marks here")
