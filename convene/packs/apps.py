from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "convene.packs"
    label = "packs"
