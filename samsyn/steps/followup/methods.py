"""What follow-ups say of a method of the library, for its own page: where it was used, and what the parties concluded."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.method.hooks import Result


def results(pairs: Sequence[AreaPair], code: str) -> list[Result]:
    """Return a sentence for each decided follow-up of an action by the method in the pairs, the latest first."""
    known = {pair.pk: pair for pair in pairs}
    rows = FollowUp.objects.filter(
        pair__in=known, action__method=code, state=JointState.DECIDED
    ).select_related("action")
    found = []
    for row in rows.order_by("-decided_at"):
        row.pair = known[row.pair_id]
        sentence = _("%(action)s: %(conclusion)s. %(reason)s") % {
            "action": row.action.title,
            "conclusion": row.get_conclusion_display(),
            "reason": row.reason,
        }
        found.append(Result(row.pair, sentence, row.get_absolute_url()))
    return found
