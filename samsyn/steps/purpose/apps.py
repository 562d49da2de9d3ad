from django.apps import AppConfig


class PurposeConfig(AppConfig):
    name = "samsyn.steps.purpose"
    label = "purpose"

    def ready(self) -> None:
        from samsyn.chain.registry import register
        from samsyn.records.joint import kinds
        from samsyn.ui.lazy import later

        kinds.register("samsyn.steps.purpose.kinds.PurposeKind")
        register(later("samsyn.steps.purpose.chain.fragment"))
