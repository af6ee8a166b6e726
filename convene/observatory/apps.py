from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatoryConfig(AppConfig):
    name = "convene.observatory"
    label = "observatory"
    verbose_name = _("Migration Observatory")

    def ready(self) -> None:
        from convene.observatory import duties, indexed, pack, panels
        from convene.ui.navigation import register_entry

        pack.declare()
        duties.register_all()
        panels.register_all()
        indexed.register_all()
        register_entry("main", _("Observatory"), "observatory", 55, "observatory")
        register_entry("footer", _("Migration Profiles"), "profiles", 8, "profiles")
