"""Menus, panels and template names that other parts register."""

from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from convene.core.viewer import Viewer
from convene.ui import environment, navigation, panels


@pytest.fixture
def empty_menu(monkeypatch):
    monkeypatch.setattr(navigation, "_ENTRIES", {})
    monkeypatch.setattr(navigation, "_SORTED", {})


def test_entries_come_in_their_order_with_their_section(empty_menu):
    navigation.register_entry("main", "Meetings", "meetings", 20)
    navigation.register_entry("main", "About", "about/history", 10)
    navigation.register_entry("footer", "Sources", "sources", 1)
    assert [(entry.path, entry.section) for entry in navigation.entries("main")] == [
        ("about/history", "about"),
        ("meetings", "meetings"),
    ]


def test_an_area_that_does_not_exist_is_refused(empty_menu):
    with pytest.raises(ValueError, match="no navigation area 'side'"):
        navigation.register_entry("side", "X", "x", 1)


def test_panels_show_what_has_something_to_say(monkeypatch):
    monkeypatch.setattr(panels, "_PANELS", {})
    panels.register_panel(
        "meeting", "actions", lambda address, viewer: {"of": address}, "plan/actions.html", 20
    )
    panels.register_panel("meeting", "silent", lambda address, viewer: None, "plan/silent.html", 1)
    panels.register_panel(
        "meeting", "papers", lambda address, viewer: {"day": viewer.day}, "repository/p.html", 10
    )
    panels.register_panel("state", "roles", lambda address, viewer: {}, "registry/roles.html")
    viewer = Viewer("a day", "today", "en")
    assert panels.panels_for("meeting", "meeting/2014-berlin", viewer) == [
        ("repository/p.html", {"day": "a day"}),
        ("plan/actions.html", {"of": "meeting/2014-berlin"}),
    ]


def test_a_global_reaches_environments_made_before_and_after(monkeypatch):
    monkeypatch.setattr(environment, "_GLOBALS", {})
    monkeypatch.setattr(environment, "_ENVIRONMENTS", [])
    before = environment.environment()
    environment.register_global("answer", 42)
    after = environment.environment()
    assert [made.from_string("{{ answer }}").render() for made in (before, after)] == ["42", "42"]
    with pytest.raises(ValueError, match="'answer'"):
        environment.register_global("answer", 43)


def test_an_unknown_name_fails_while_an_optional_key_is_empty():
    made = environment.environment()
    assert made.from_string("[{{ thing.note }}{% if thing.note %}x{% endif %}]").render(thing={}) == "[]"
    with pytest.raises(Exception, match="'thign' is undefined"):
        made.from_string("{% if thign %}x{% endif %}").render(thing={})


def test_the_panels_component_renders_a_panels_template_with_what_its_provider_gave(monkeypatch):
    monkeypatch.setattr(panels, "_PANELS", {})
    panels.register_panel("meeting", "actions", lambda address, viewer: {"of": address}, "plan/actions.html")
    made = environment.environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.DictLoader({"plan/actions.html": "<p>{{ panel.of }} on {{ page.viewer.day }}</p>"}),
                jinja2.FileSystemLoader(Path(environment.__file__).parent / "jinja2"),
            ]
        )
    )
    source = '{% from "ui/components/panels.html" import panels %}{{ panels(page, "meeting", "meeting/x") }}'
    page = SimpleNamespace(viewer=Viewer("a day", "today", "en"))
    assert made.from_string(source).render(page=page).strip() == "<p>meeting/x on a day</p>"
