from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "convene.ui"
    label = "ui"

    def ready(self) -> None:
        from convene.ui.documents import html

        html.register_filters()
