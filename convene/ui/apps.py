from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "convene.ui"
    label = "ui"
