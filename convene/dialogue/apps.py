from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "convene.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from convene.dialogue import pack

        pack.declare()
