"""How minutes are approved ("justeras"): as every joint text, by both parties and by its checksum."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.meetings import checks, queries
from samsyn.meetings.models import Minutes
from samsyn.meetings.texts import texts
from samsyn.records.checks import Check
from samsyn.records.joint.kinds import Contents, Kind, Text
from samsyn.ui.templatetags.numbers import day


class MinutesText(Kind[Minutes]):
    code = "protokoll"
    step = 0
    is_versioned = False
    name = gettext_lazy("protokoll")
    related = ("meeting__forum",)
    model = Minutes

    def title(self, row: Minutes) -> str:
        return _("%(forum)s den %(day)s") % {
            "forum": row.meeting.forum.name,
            "day": day(row.meeting.starts_at),
        }

    def contents(self, row: Minutes) -> dict[str, Any]:
        meeting = row.meeting
        return {
            "forum": meeting.forum.name,
            "forum_kind": meeting.forum.kind,
            "starts_at": timezone.localtime(meeting.starts_at).isoformat(timespec="minutes"),
            "ends_at": timezone.localtime(meeting.ends_at).isoformat(timespec="minutes"),
            "place": meeting.place,
            "attendance": [
                {
                    "party": one.party,
                    "function": one.function,
                    "number": one.number,
                    "leading": one.leading,
                }
                for one in queries.attendance_of(meeting)
            ],
            "items": [
                {
                    "key": str(one.key),
                    "title": one.title,
                    "decision": one.decision,
                    "responsible": one.responsible,
                    "due_on": one.due_on,
                    "is_done": one.is_done,
                }
                for one in queries.items_of(meeting)
            ],
            "text": row.text,
        }

    def texts(self, contents: Contents) -> list[Text]:
        return texts(contents)

    def checks(self, row: Minutes) -> list[Check]:
        return checks.run(row)
