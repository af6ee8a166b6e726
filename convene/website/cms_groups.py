"""How the tables of the record are grouped and named for the secretariat."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from convene.core.tables import all_tables

# (key, label, icon, tables in their order)
GROUPS = (
    ("meetings", _("Meetings"), "date", ("meetings", "milestones", "phases", "places")),
    (
        "actors",
        _("States and organisations"),
        "globe",
        ("states", "organisations", "designations", "participation", "groups", "group_memberships"),
    ),
    ("bodies", _("Bodies and offices"), "group", ("bodies", "offices", "terms")),
    (
        "plans",
        _("Plans and projects"),
        "list-ol",
        (
            "areas",
            "wordings",
            "plans",
            "provisions",
            "projects",
            "project_roles",
            "outputs",
            "workstreams",
        ),
    ),
    (
        "figures",
        _("Figures"),
        "table",
        ("datasets", "indicators", "territories", "territory_notes", "coverages"),
    ),
    ("documents", _("Documents"), "doc-full", ("documents", "expressions")),
    (
        "sources",
        _("Sources and claims"),
        "openquote",
        ("sources", "claims", "differences", "gaps", "statements", "links"),
    ),
    ("dialogue", _("Dialogue"), "cog", ("dialogue", "concepts")),
)


def ungrouped() -> list[str]:
    """Tables with forms that a part declares and that no group names. They get a group of their own."""
    grouped = {name for _key, _label, _icon, names in GROUPS for name in names}
    return [table.name for table in all_tables() if table.in_back_office and table.name not in grouped]
