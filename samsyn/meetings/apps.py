from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SOURCES = ("editions", "law", "followups", "plans", "agreements", "promises", "meetings", "surveys", "own")


class MeetingsConfig(AppConfig):
    name = "samsyn.meetings"
    label = "meetings"

    def ready(self) -> None:
        from samsyn.meetings import marking, points
        from samsyn.people.access import reads_pairs
        from samsyn.records.joint import kinds
        from samsyn.releases.kinds import register_holder
        from samsyn.ui import navigation
        from samsyn.ui.lazy import later

        kinds.register("samsyn.meetings.kinds.MinutesText")
        for name in SOURCES:
            points.register(later(f"samsyn.meetings.sources.{name}"))
        for code in ("situation.finding", "situation.paragraph"):
            register_holder(code, later("samsyn.meetings.holding.on_agenda"))
        navigation.register(navigation.Item("year", _("Årshjul"), "meetings:start", 55, is_for=reads_pairs))
        marking.register_all()
