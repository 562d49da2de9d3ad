from django.apps import AppConfig


class MethodConfig(AppConfig):
    name = "samsyn.steps.method"
    label = "method"

    def ready(self) -> None:
        from samsyn.records.joint import kinds

        kinds.register("samsyn.steps.method.kinds.WorkPlanKind")
