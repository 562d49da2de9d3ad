"""How a follow-up is decided: its text, its checks, and what the next version begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.records.checks import Check
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.kinds import Contents, Kind, Text
from samsyn.steps.followup import checks
from samsyn.steps.followup.contents import contents
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries import lessons_of
from samsyn.steps.followup.texts import texts

_OWN = (
    "action_key",
    "action",
    "due_on",
    "measured_by",
    "source",
    "readings",
    "compared_with",
    "measured",
    "measured_at",
    "conclusion",
    "reason",
)


class FollowUpKind(Kind[FollowUp]):
    code = "uppfoljning"
    step = 6
    name = _("uppföljning")
    law = _("6 § lag (2023:196): åtgärdsplanen följs upp minst vartannat år.")
    model = FollowUp

    def title(self, row: FollowUp) -> str:
        return row.action.title

    def contents(self, row: FollowUp) -> dict[str, Any]:
        return contents(row)

    def texts(self, contents: Contents) -> list[Text]:
        return texts(contents)

    def checks(self, row: FollowUp) -> list[Check]:
        return checks.run(row)

    def fields(self, row: FollowUp) -> dict[str, Any]:
        return {name: getattr(row, name) for name in _OWN}

    def copy_pieces(self, old: FollowUp, new: FollowUp) -> None:
        """Copy what each party said and the lessons that stand. The next edition takes the new conclusion up anew."""
        copy_rows(old.proposals.all(), followup=new)
        copy_rows(lessons_of(old), followup=new)
