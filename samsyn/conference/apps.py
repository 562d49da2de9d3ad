from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferenceConfig(AppConfig):
    name = "samsyn.conference"
    label = "conference"

    def ready(self) -> None:
        from samsyn.meetings import points
        from samsyn.people.access import reads_pairs
        from samsyn.ui import navigation
        from samsyn.ui.lazy import later

        points.register(later("samsyn.conference.points.conferences"))
        navigation.register(
            navigation.Item("conference", _("Konferens"), "conference:start", 35, is_for=reads_pairs)
        )
