from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "convene.registry"
    label = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from convene.registry import indexed, pack
        from convene.registry.queries.addresses import shown_at
        from convene.ui.navigation import register_entry

        pack.declare()
        indexed.register_all()
        shown_at("statement", lambda key: f"about#{key}")
        shown_at("gap", lambda key: f"gaps#{key}")
        register_entry("main", _("About"), "about", 10, "about")
        register_entry("main", _("States"), "states", 20, "states")
        register_entry("footer", _("Sources"), "sources", 10)
        register_entry("footer", _("Where sources differ"), "differences", 20)
        register_entry("footer", _("Known gaps"), "gaps", 30)
