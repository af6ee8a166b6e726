from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "convene.plan"
    label = "plan"

    def ready(self) -> None:
        from convene.plan import pack

        pack.declare()
