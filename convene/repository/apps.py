from django.apps import AppConfig


class RepositoryConfig(AppConfig):
    name = "convene.repository"
    label = "repository"

    def ready(self) -> None:
        from convene.repository import pack

        pack.declare()
