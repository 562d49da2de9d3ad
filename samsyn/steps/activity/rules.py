"""The two rules that a signed exception can set aside."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WITHOUT_CAUSE = "action-without-cause"
WITHOUT_GOAL = "action-without-goal"
RULES: dict[str, Promise | str] = {
    WITHOUT_CAUSE: _("Åtgärden svarar inte mot någon orsak."),
    WITHOUT_GOAL: _("Åtgärden bidrar inte till något mål."),
}
