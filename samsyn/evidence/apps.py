from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "samsyn.evidence"
    label = "evidence"

    def ready(self) -> None:
        from samsyn.evidence import marking, releasing
        from samsyn.people.access import is_inside
        from samsyn.ui import navigation

        navigation.register(
            navigation.Item("evidence", _("Underlag"), "evidence:start", 60, is_for=is_inside)
        )
        releasing.register_all()
        marking.register_all()
