from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "samsyn.evidence"
    label = "evidence"

    def ready(self) -> None:
        from samsyn.ui import navigation

        navigation.register(navigation.Item("evidence", _("Underlag"), "evidence:start", 60))
