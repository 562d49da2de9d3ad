from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "samsyn.partners"
    label = "partners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samsyn.people.access import is_external
        from samsyn.steps.activity import hooks
        from samsyn.ui import navigation
        from samsyn.ui.lazy import later

        hooks.add_notes(later("samsyn.partners.queries.notes"))
        navigation.register(
            navigation.Item("partner", _("Era åtaganden"), "partners:home", 12, is_for=is_external)
        )
