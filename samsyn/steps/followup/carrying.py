"""What follow-ups hand on to the next lägesbild: the block of the running picture, and the rows of the next edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.secrecy.rules import Masker
from samsyn.steps.followup import words
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries import carried
from samsyn.steps.situation.frozen import LANGUAGES
from samsyn.steps.situation.sections import Block


def rows(pair: AreaPair) -> list[dict[str, Any]]:
    """Return the conclusions not yet taken up, as an edition keeps them: the program's sentences in both languages."""
    return [
        {
            "key": str(row.key),
            "number": row.number,
            "title": row.action.title,
            "conclusion": _both(row, lambda one: str(one.get_conclusion_display())),
            "sentence": _both(row, lambda one: words.verdict(one.measured)),
            "reason": row.reason,
            "decided": row.decided_at,
        }
        for row in carried(pair)
    ]


def _both(row: FollowUp, say: Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = say(row)
    return found


def masks(keys: Sequence[str], masker: Masker) -> dict[str, str]:
    """Return what a document says instead of the conclusions on actions that may not leave the program, by their keys."""
    rows = dict(FollowUp.objects.filter(key__in=keys).values_list("key", "action_key"))
    shut = masker.closed("activity.action", {str(action) for action in rows.values()})
    return {str(key): shut[str(action)] for key, action in rows.items() if str(action) in shut}


def block(pair: AreaPair, reader: Member) -> Block | None:
    """Return the block of the running picture, None when every conclusion has been taken up."""
    waiting = carried(pair)
    if not waiting:
        return None
    shown = [{"row": row, "sentence": words.verdict(row.measured)} for row in waiting]
    return Block(
        "uppfoljning",
        _("Från uppföljningen"),
        "followup/parts/carried.html",
        {"rows": shown, "is_example": pair.city.is_example},
    )
