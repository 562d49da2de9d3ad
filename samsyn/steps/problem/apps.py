from __future__ import annotations

from django.apps import AppConfig


class ProblemConfig(AppConfig):
    name = "samsyn.steps.problem"
    label = "problem"

    def ready(self) -> None:
        from samsyn.chain import registry
        from samsyn.records.joint import kinds
        from samsyn.releases import four
        from samsyn.releases import kinds as releases
        from samsyn.steps.problem import marking
        from samsyn.ui.lazy import later

        kinds.register("samsyn.steps.problem.kinds.ProblemKind")
        registry.register(later("samsyn.steps.problem.chain.fragment"))
        releases.register_holder("situation.finding", later("samsyn.steps.problem.releasing.held"))
        releases.register_holder("evidence.dataset", later("samsyn.steps.problem.releasing.held_dataset"))
        marking.register_all()
        four.register_judges(later("samsyn.steps.problem.apart.judged_apart"))
