from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    name = "samsyn.priorities"
    label = "priorities"

    def ready(self) -> None:
        from samsyn.records.joint import kinds

        kinds.register("samsyn.priorities.kinds.PriorityListText")
