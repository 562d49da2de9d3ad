"""What is decided when a follow-up is: what was found, what each party said, and what they conclude together."""

from __future__ import annotations

from typing import Any

from samsyn.records.services import PARTIES
from samsyn.steps.followup import words
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries import lessons_of, proposals_of


def contents(row: FollowUp) -> dict[str, Any]:
    """Return the follow-up as plain values: the program's sentences as codes, people's own words as they stand.

    What one party has said stays its own until the other has said its mind too.
    """
    said = proposals_of(row)
    return {
        "action": {"key": str(row.action_key), "title": row.action.title, "plan": row.action.plan.title},
        "due_on": row.due_on,
        "measured_by": row.measured_by,
        "source": row.source,
        "measured_at": row.measured_at,
        "measured": row.measured,
        "sentences": words.sentences(row.measured),
        "proposals": [
            {
                "party": party.value,
                "conclusion": said[party].conclusion,
                "reason": said[party].reason,
                **({"first": said[party].first} if said[party].is_changed_after_seen else {}),
            }
            for party in PARTIES
            if len(said) == len(PARTIES)
        ],
        "conclusion": row.conclusion,
        "reason": row.reason,
        "lessons": [{"key": str(one.key), "text": one.text, "party": one.party} for one in lessons_of(row)],
    }
