"""How a purpose with its goals is decided: its text, its checks, and what the next version begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.records.checks import Check
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.kinds import Contents, Kind, Text
from samsyn.steps.purpose import checks
from samsyn.steps.purpose.contents import contents
from samsyn.steps.purpose.models import Goal, Indicator, Purpose
from samsyn.steps.purpose.queries import goals_by_purpose
from samsyn.steps.purpose.queries.goals import best_version
from samsyn.steps.purpose.reading import goals_shown
from samsyn.steps.purpose.texts import texts
from samsyn.ui.clock import today


class PurposeKind(Kind[Purpose]):
    code = "syfte"
    step = 3
    name = _("syfte och mål")
    law = _(
        "6 § lag (2023:196): kommunen ska följa upp åtgärdsplanen minst vartannat år. Därför behövs datum och mått redan nu."
    )
    model = Purpose

    def title(self, row: Purpose) -> str:
        return row.problem.title

    def contents(self, row: Purpose) -> dict[str, Any]:
        return contents(row)

    def texts(self, contents: Contents) -> list[Text]:
        return texts(contents)

    def checks(self, row: Purpose) -> list[Check]:
        return checks.run(row, goals_shown(goals_by_purpose([row])[row.pk], on=today()))

    def fields(self, row: Purpose) -> dict[str, Any]:
        """The next version is about the problem as it is decided now."""
        return {"problem": best_version(row.problem), "text": row.text}

    def copy_pieces(self, old: Purpose, new: Purpose) -> None:
        """Copy goals and indicators, keys and all; what was removed stays behind."""
        made = copy_rows(Goal.objects.filter(purpose=old).standing(), purpose=new)
        copy_rows(Indicator.objects.filter(goal__in=made), remap={"goal": made})
