from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    name = "convene.dialogue"
    label = "dialogue"
    verbose_name = _("Meetings and milestones")

    def ready(self) -> None:
        from convene.dialogue import indexed, pack, panels
        from convene.registry.queries.addresses import shown_at
        from convene.ui.navigation import register_entry

        pack.declare()
        panels.register_all()
        indexed.register_all()
        shown_at("phase", lambda key: f"timeline#{key}")
        shown_at("milestone", lambda key: f"timeline#{key}")
        register_entry("main", _("Timeline"), "timeline", 25, "timeline")
        register_entry("main", _("Meetings"), "meetings", 30, "meetings")
