from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "samsyn.agreements"
    label = "agreements"

    def ready(self) -> None:
        from samsyn.agreements import marking
        from samsyn.people.access import reads_pairs
        from samsyn.records.joint import kinds
        from samsyn.steps.problem import hooks
        from samsyn.ui import navigation
        from samsyn.ui.lazy import later

        kinds.register("samsyn.agreements.kinds.AgreementText")
        kinds.register("samsyn.agreements.kinds.CitizenPromiseText")
        hooks.ways_on(later("samsyn.agreements.links.of_problem"))
        navigation.register(
            navigation.Item("agreements", _("Överenskommelser"), "agreements:start", 25, is_for=reads_pairs)
        )
        marking.register_all()
