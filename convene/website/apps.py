from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "convene.website"
    label = "website"
