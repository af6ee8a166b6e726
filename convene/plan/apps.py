from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "convene.plan"
    label = "plan"
    verbose_name = _("Areas, plans and projects")

    def ready(self) -> None:
        from convene.plan import indexed, pack, panels
        from convene.registry.queries.addresses import shown_at
        from convene.ui.navigation import register_entry

        pack.declare()
        panels.register_all()
        indexed.register_all()
        shown_at("workstream", lambda key: f"pillars#{key}")
        register_entry("main", _("Areas"), "areas", 40, "areas")
        register_entry("main", _("Projects"), "projects", 50, "projects")
        register_entry("footer", _("Plans and mandates"), "plans", 4, "areas")
        register_entry("footer", _("Pillars of work"), "pillars", 6, "areas")
