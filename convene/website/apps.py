from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "convene.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        from convene.ui.navigation import register_entry
        from convene.website import editorial, indexed

        editorial.connect()
        indexed.register_all()
        register_entry("footer", _("News"), "news", 5, "news")
        register_entry("footer", _("Open data"), "open-data", 40, "open-data")
