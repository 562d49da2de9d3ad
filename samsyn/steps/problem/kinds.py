"""How a problem picture is decided: its text, its checks, and what the next version begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.records.checks import Check
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.kinds import Contents, Kind, Text
from samsyn.steps.problem import checks
from samsyn.steps.problem.contents import contents
from samsyn.steps.problem.models import CausalLink, Certainty, Evidence, ProblemPicture
from samsyn.steps.problem.queries import causes, tree
from samsyn.steps.problem.texts import texts

_OWN = (
    "title",
    "kind",
    "area",
    "place",
    "since",
    "affected",
    "description",
    "weight",
    "weight_reason",
)


class ProblemKind(Kind[ProblemPicture]):
    code = "problembild"
    step = 2
    name = _("problembild")
    law = _(
        "Brå, Orsaksanalys i lokalt brottsförebyggande arbete: åtgärder väljs mot orsakerna, så orsakerna "
        "och skälen för dem skrivs ner först."
    )
    model = ProblemPicture

    def title(self, row: ProblemPicture) -> str:
        return row.title

    def contents(self, row: ProblemPicture) -> dict[str, Any]:
        return contents(tree(row))

    def texts(self, contents: Contents) -> list[Text]:
        return texts(contents)

    def checks(self, row: ProblemPicture) -> list[Check]:
        return checks.run(tree(row))

    def fields(self, row: ProblemPicture) -> dict[str, Any]:
        return {name: getattr(row, name) for name in _OWN}

    def copy_pieces(self, old: ProblemPicture, new: ProblemPicture) -> None:
        """Copy findings, causes, how sure the parties are, ties and evidence; what was removed stays behind."""
        new.findings.set(old.findings.all())
        made = copy_rows(causes(old), picture=new)
        copy_rows(Certainty.objects.filter(cause__in=made), remap={"cause": made})
        ties = CausalLink.objects.filter(picture=old, cause__in=made)
        copy_rows(ties, remap={"cause": made, "effect": made}, picture=new)
        reasons = Evidence.objects.filter(picture=old).standing()
        copy_rows(reasons, remap={"cause": made}, picture=new)
