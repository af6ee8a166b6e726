from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "convene.registry"
    label = "registry"

    def ready(self) -> None:
        from convene.registry import pack

        pack.declare()
