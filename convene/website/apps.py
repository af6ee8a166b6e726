from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "convene.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from convene.ui.navigation import register_entry

        register_entry("footer", _("Open data"), "open-data", 40, "open-data")
