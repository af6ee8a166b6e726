from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepositoryConfig(AppConfig):
    name = "convene.repository"
    label = "repository"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from convene.repository import indexed, pack, panels
        from convene.ui.navigation import register_entry

        pack.declare()
        panels.register_all()
        indexed.register_all()
        register_entry("main", _("Documents"), "documents", 60, "documents")
