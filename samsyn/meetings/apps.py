from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SOURCES = ("editions", "law", "followups", "plans", "agreements", "promises", "meetings", "surveys", "own")


class MeetingsConfig(AppConfig):
    name = "samsyn.meetings"
    label = "meetings"

    def ready(self) -> None:
        from samsyn.meetings import points
        from samsyn.people.access import reads_pairs
        from samsyn.records.joint import kinds
        from samsyn.ui import navigation
        from samsyn.ui.lazy import later

        kinds.register("samsyn.meetings.kinds.MinutesText")
        for name in SOURCES:
            points.register(later(f"samsyn.meetings.sources.{name}"))
        navigation.register(navigation.Item("year", _("Årshjul"), "meetings:start", 55, is_for=reads_pairs))
