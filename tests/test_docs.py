"""What README and docs name must exist: commands, settings, make targets, files, links and public addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from convene.cli import build_parser
from convene.commands.reference import PAGE, command_names, commands_page

BASE = Path(__file__).resolve().parent.parent
PAGES = sorted([*BASE.glob("*.md"), *(BASE / "docs").rglob("*.md"), *(BASE / "packs").rglob("*.md")])
TOP_FOLDERS = "config|convene|packs|tests|benchmarks|docs|requirements|tools"
# Words in capitals after CONVENE_ that stand in the code.
SETTING = re.compile(r"CONVENE_[A-Z0-9]+(?:_[A-Z0-9]+)*")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(BASE)))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def in_code(text: str) -> list[str]:
    """Everything written as code: between backticks, and in fenced blocks."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", text, flags=re.DOTALL)
    without = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [*blocks, *re.findall(r"`([^`\n]+)`", without)]


def settings_in_code() -> set[str]:
    files = [*(BASE / "config").rglob("*.py"), *(BASE / "convene").rglob("*.py")]
    return {name for file in files for name in SETTING.findall(file.read_text(encoding="utf-8"))}


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (BASE / "Makefile").read_text(), flags=re.MULTILINE))


@pytest.fixture(scope="module")
def commands() -> set[str]:
    return command_names(build_parser())


@pages
def test_every_command_named_exists(page, commands):
    groups = {name.split()[0] for name in commands if " " in name}
    wrong = []
    for code in in_code(text_of(page)):
        for first, verbs in re.findall(
            r"(?:^|[/\s])convene ([a-z]+)(?: ([a-z]+(?:\|[a-z]+)*))?", code, re.MULTILINE
        ):
            if first in groups:
                wrong += [
                    f"{first} {verb}"
                    for verb in verbs.split("|")
                    if verb and f"{first} {verb}" not in commands
                ]
            elif first not in commands:
                wrong.append(first)
    assert wrong == []


@pages
def test_every_make_target_named_exists(page):
    targets = make_targets()
    named = {
        target for code in in_code(text_of(page)) for target in re.findall(r"\bmake ([a-z][a-z-]+)", code)
    }
    assert named - targets == set()


@pages
def test_every_setting_named_exists(page):
    assert set(SETTING.findall(text_of(page))) - settings_in_code() == set()


def test_every_setting_has_its_line_in_the_reference():
    assert settings_in_code() - set(SETTING.findall(text_of(BASE / "docs/reference/settings.md"))) == set()


@pages
def test_every_file_named_exists(page):
    missing = []
    for code in in_code(text_of(page)):
        for name in re.findall(rf"(?<![\w/.-])((?:{TOP_FOLDERS})/[\w./*<>-]*)", code):
            name = name.rstrip(".:,")
            if "<" in name or name.startswith("packs/my"):
                continue  # a place to fill in
            if not list(BASE.glob(name)) if "*" in name else not (BASE / name).exists():
                missing.append(name)
    assert missing == []


@pages
def test_every_link_between_pages_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text_of(page))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pages
def test_every_public_address_named_is_answered(page):
    unknown = []
    for code in in_code(text_of(page)):
        for path in re.findall(r"(?<![\w.-])(/(?:en|ru|api/v1|cms|account)/[\w./{}-]*)", code):
            path = re.sub(r"\{[a-z_]+\}", "x", path).rstrip(".")
            try:
                resolve(path)
            except Resolver404:
                unknown.append(path)
    assert unknown == []


def test_the_reference_of_commands_is_current():
    assert text_of(PAGE) == commands_page(build_parser())
