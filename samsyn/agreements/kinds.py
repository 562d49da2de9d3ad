"""How an agreement is decided: its text, its checklist, what its text is compared with, and that it then goes to signature."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from samsyn.agreements import checks, periods
from samsyn.agreements.contents import contents
from samsyn.agreements.kinds_promises import CitizenPromiseText
from samsyn.agreements.models import Agreement
from samsyn.agreements.texts import texts
from samsyn.agreements.workflow import Stage
from samsyn.people.models import Member
from samsyn.records.checks import Check
from samsyn.records.joint.kinds import Contents, Kind, Text

__all__ = ["AgreementText", "CitizenPromiseText"]


class AgreementText(Kind[Agreement]):
    code = "overenskommelse"
    step = 0
    is_versioned = False
    name = _("överenskommelse")
    law = _("9 § lag (2023:196): en överenskommelse ska säga vad samverkan syftar till och vad den gäller.")
    model = Agreement

    def title(self, row: Agreement) -> str:
        return row.title

    def register_title(self, row: Agreement) -> str:
        """The register needs no version: an agreement has one, and a new one has its own title and days."""
        with override("sv"):
            kind = str(row.get_kind_display()).capitalize()
        return row.title if row.title.casefold().startswith(kind.casefold()) else f"{kind}: {row.title}"

    def contents(self, row: Agreement) -> dict[str, Any]:
        return contents(row)

    def texts(self, contents: Contents) -> list[Text]:
        return texts(contents)

    def checks(self, row: Agreement) -> list[Check]:
        return checks.run(row)

    def before(self, row: Agreement) -> Agreement | None:
        """An agreement has no earlier version; its text is compared with that of the one it replaces."""
        return row.replaces if row.replaces is not None and row.replaces.decided_at is not None else None

    def after_decision(self, row: Agreement, *, by: Member) -> None:
        """Now it waits for signatures. Two drafts of the same days may both have been sent: the second stops here."""
        periods.must_be_alone(row)
        row.stage = Stage.FOR_SIGNATURE
        row.save(update_fields=["stage"])
