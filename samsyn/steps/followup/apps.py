from __future__ import annotations

from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "samsyn.steps.followup"
    label = "followup"

    def ready(self) -> None:
        from samsyn.chain import registry
        from samsyn.evidence import hooks as evidence
        from samsyn.records.joint import kinds
        from samsyn.releases import four
        from samsyn.releases import kinds as releases
        from samsyn.steps.activity.hooks import after_plan_decided
        from samsyn.steps.method.hooks import results_of_methods
        from samsyn.steps.situation import carried, hooks, sections
        from samsyn.ui.lazy import later

        kinds.register("samsyn.steps.followup.kinds.FollowUpKind")
        registry.register(later("samsyn.steps.followup.chain.fragment"))
        releases.register_holder("evidence.dataset", later("samsyn.steps.followup.releasing.held"))
        evidence.after_withdrawal(later("samsyn.steps.followup.releasing.without"))
        after_plan_decided(later("samsyn.steps.followup.services.plan_followups"))
        hooks.after_edition_decided(later("samsyn.steps.followup.services.carry"))
        carried.register(later("samsyn.steps.followup.carrying.rows"))
        carried.register_masks(later("samsyn.steps.followup.carrying.masks"))
        sections.register(later("samsyn.steps.followup.carrying.block"))
        results_of_methods(later("samsyn.steps.followup.methods.results"))
        four.register_judges(later("samsyn.steps.followup.apart.judged_apart"))
