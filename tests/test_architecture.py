"""What every file of the software keeps to. The order of imports between parts is in .importlinter."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

BASE = Path(__file__).resolve().parent.parent
CONVENE = BASE / "convene"
PARTS = [
    "core",
    "ui",
    "accounts",
    "search",
    "registry",
    "repository",
    "dialogue",
    "plan",
    "observatory",
    "packs",
    "website",
]
MODULES = [path for path in sorted(CONVENE.rglob("*.py")) if "migrations" not in path.parts]
PYTHON_FILES = [
    *MODULES,
    *(
        path
        for top in ("config", "tests", "tools", "benchmarks")
        for path in sorted((BASE / top).rglob("*.py"))
    ),
]
# Names that say nothing of what is inside.
EMPTY_NAMES = {"utils.py", "helpers.py", "misc.py", "common.py"}
LONGEST_FILE = 450
LONGEST_FUNCTION = 55


def short(path: Path) -> str:
    return str(path.relative_to(BASE))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def test_every_file_has_a_name_that_says_what_is_in_it():
    assert [short(path) for path in PYTHON_FILES if path.name in EMPTY_NAMES] == []


def test_no_file_is_longer_than_a_newcomer_can_hold_in_mind():
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON_FILES}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    too_long = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
}


def asks_the_clock(path: Path) -> list[int]:
    """Lines on which `date.today()` and its like stand. A default such as `default=timezone.now` is no question."""
    return [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (_last_name(node.func.value), node.func.attr) in CLOCKS
    ]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def belongs_to(path: Path, names: set[str]) -> bool:
    relative = path.relative_to(CONVENE)
    return len(relative.parts) > 1 and Path(relative.parts[1]).stem in names


def test_tables_questions_and_rules_never_ask_what_day_it_is():
    """The record of a day is the same whenever it is asked for: the day is passed in."""
    asking = [
        f"{short(path)}:{line}"
        for path in MODULES
        if belongs_to(path, {"models", "queries", "rules"})
        and path.relative_to(CONVENE).parts[0] != "accounts"
        for line in asks_the_clock(path)
    ]
    assert asking == []


def test_the_clock_test_would_notice(tmp_path):
    module = tmp_path / "rules.py"
    module.write_text(
        "from datetime import date\nfrom django.utils import timezone\n\nx = date.today()\ny = timezone.now()\n"
    )
    assert asks_the_clock(module) == [4, 5]


def imports_within(part: str) -> dict[str, set[str]]:
    """For each module of a part the modules of that part which it imports when it is itself imported."""
    names = {
        ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
        if path.relative_to(CONVENE).parts[0] == part
    }
    found: dict[str, set[str]] = {}
    for name, path in names.items():
        found[name] = set()
        for node in tree_of(path).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                wanted = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
            elif isinstance(node, ast.Import):
                wanted = [alias.name for alias in node.names]
            else:
                continue
            # `from package import module` needs the module; the package only if it gives a name of its own.
            exact = [module for module in wanted if module in names]
            found[name] |= set(exact[:-1] or exact) - {name} if len(exact) > 1 else set(exact) - {name}
    return found


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules of one cycle, in order; empty if there is none."""
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for following in sorted(graph.get(name, ())):
            if cycle := walk(following, [*trail, name]):
                return cycle
        done.add(name)
        return []

    return next((cycle for name in graph if (cycle := walk(name, []))), [])


@pytest.mark.parametrize("part", [*PARTS, "commands"])
def test_no_two_modules_of_a_part_import_each_other(part):
    assert cycle_in(imports_within(part)) == []


def test_the_cycle_test_would_notice():
    assert cycle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def test_foreign_keys_point_only_to_the_own_part_or_parts_below():
    wrong = []
    for part in PARTS:
        for model in apps.get_app_config(part).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if not field.is_relation or field.auto_created or field.related_model is None:
                    continue
                target = field.related_model._meta.app_label
                if target in PARTS and PARTS.index(target) > PARTS.index(part):
                    wrong.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    assert wrong == []


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=BASE, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := BASE / name).is_file()]


# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/(?:wo" r"rk|fa" r"rm|ro" r"ot)/|(?<![\w.:/-])/ho" r"me/\w")
PACKAGE_INDEXES = re.compile(r"py" r"pi\.org|python" r"hosted|registry\.npm" r"js|deb\.deb" r"ian")
NOT_TEXT = {".woff2", ".ttf", ".png", ".jpg", ".ico", ".mo", ".svg", ".zip", ".docx", ".xlsx", ".pdf"}


def test_no_file_names_a_path_of_somebodys_machine_or_a_package_index():
    found = []
    for path in tracked_files():
        if path.suffix in NOT_TEXT:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE_PATHS.search(line) or PACKAGE_INDEXES.search(line):
                found.append(f"{short(path)}:{number}: {line.strip()[:80]}")
    assert found == []
