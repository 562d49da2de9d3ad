from django.apps import AppConfig


class PurposeConfig(AppConfig):
    name = "samsyn.steps.purpose"
    label = "purpose"

    def ready(self) -> None:
        from samsyn.chain.registry import register
        from samsyn.records.joint import kinds
        from samsyn.releases import kinds as releases
        from samsyn.steps.purpose import marking
        from samsyn.ui.lazy import later

        kinds.register("samsyn.steps.purpose.kinds.PurposeKind")
        register(later("samsyn.steps.purpose.chain.fragment"))
        releases.register_holder("evidence.dataset", later("samsyn.steps.purpose.releasing.held"))
        marking.register_all()
