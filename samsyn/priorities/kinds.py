"""How a year's priorities are decided by the two chiefs: their text, their checks, and what the next version begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from samsyn.priorities import checks
from samsyn.priorities.contents import contents, texts
from samsyn.priorities.models import Priority, PriorityList
from samsyn.records.checks import Check
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.kinds import Contents, Kind, Text


class PriorityListText(Kind[PriorityList]):
    code = "prioriteringar"
    step = 0
    name = _("prioriteringar")
    model = PriorityList

    def title(self, row: PriorityList) -> str:
        return _now("Stadens prioriteringar %(year)s") % {"year": row.year}

    def contents(self, row: PriorityList) -> dict[str, Any]:
        return contents(row)

    def texts(self, contents: Contents) -> list[Text]:
        return texts(contents)

    def checks(self, row: PriorityList) -> list[Check]:
        return checks.run(row)

    def fields(self, row: PriorityList) -> dict[str, Any]:
        return {"year": row.year, "text": row.text}

    def copy_pieces(self, old: PriorityList, new: PriorityList) -> None:
        """Copy the priorities, keys and all: what answers to one answers to it still."""
        copy_rows(Priority.objects.filter(list=old).standing(), list=new)
