"""
The whole thing as a stranger meets it: a home of its own, prepared and served by the command, and Chromium.

Where Chromium is missing the journeys are skipped and say so; `.ci/run` installs it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PUBLISH_AN_ARTICLE = """
from wagtail.models import Locale
from convene.website.models import ArticlePage, SectionPage
for language, title in (("en", "First news"), ("ru", "Первая новость")):
    section = SectionPage.objects.get(slug="news", locale__language_code=language)
    article = ArticlePage(
        title=title, slug="first-news", date="2026-11-01", intro=title, locale=section.locale,
        body=[
            ("text", "<h2>Heading</h2><p>A paragraph with <b>weight</b>.</p>"),
            ("quote", {"words": "Said briefly.", "by": "Somebody"}),
            ("fact", {"address": "meeting/2014-10-28-som-berlin#starts_on", "note": ""}),
            ("fact", {"address": "state/XKX", "note": ""}),
        ],
    )
    section.add_child(instance=article)
    article.save_revision().publish()
"""


@dataclass(frozen=True)
class Site:
    """A served installation: where it answers, and the environment in which its commands run."""

    url: str
    environment: dict[str, str]

    def convene(self, *arguments: str) -> str:
        """Run a command against it and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "convene", *arguments],
            cwd=BASE,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        return done.stdout

    def sign_in_link(self, email: str = "") -> str:
        """Of somebody; without an address of the secretariat."""
        printed = self.convene("user", "link", email) if email else self.convene("user", "links")
        return next(word for word in printed.split() if "/account/link/" in word)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The Prague Process."""
    yield from _served(tmp_path_factory.mktemp("home"), "prague_process", PUBLISH_AN_ARTICLE)


@pytest.fixture(scope="session")
def lake(tmp_path_factory):
    """The invented Lake Dialogue, whose people have something on their desks."""
    yield from _served(tmp_path_factory.mktemp("lake"), "demo_dialogue")


def _served(home: Path, pack: str, script: str = ""):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONVENE_")}
    url = f"http://127.0.0.1:{port}"
    own = {"CONVENE_HOME": str(home), "CONVENE_PUBLIC_URL": url, "CONVENE_PACK": str(BASE / "packs" / pack)}
    served = Site(url, kept | own)
    served.convene("prepare")
    if script:
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", script],
            cwd=BASE,
            env=served.environment,
            check=True,
            timeout=120,
        )
    server = subprocess.Popen(
        [sys.executable, "-m", "convene", "serve", "--port", str(port), "--workers", "1"],
        cwd=BASE,
        env=served.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{url}/en/")
        yield served
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:  # not there yet, or not yet awake
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer")


@pytest.fixture(scope="module")
def chromium():
    """A browser for one file of tests: while Playwright runs, Django refuses its database to the same thread."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, site):
    """`tab(width=320, javascript=False, ...)`: a fresh page of a fresh browser context."""
    opened = []

    def open_tab(*, width=1280, height=900, javascript=True, scheme="light", language="en-GB"):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=scheme,
            locale=language,
            base_url=site.url,
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_tab
    for context in opened:
        context.close()
