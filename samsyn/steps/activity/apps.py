from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    name = "samsyn.steps.activity"
    label = "activity"

    def ready(self) -> None:
        from samsyn.chain import registry
        from samsyn.people.access import is_inside
        from samsyn.records.joint import kinds
        from samsyn.steps.activity import marking
        from samsyn.ui import navigation
        from samsyn.ui.lazy import later

        kinds.register("samsyn.steps.activity.kinds.PlanKind")
        registry.register(later("samsyn.steps.activity.chain.fragment"))
        navigation.register(navigation.Item("field", _("Räkna"), "field:activities", 15, is_for=is_inside))
        marking.register_all()
