"""A dataset that a follow-up has measured with is not taken back from the other party once the text binds; a draft forgets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.models import Dataset
from samsyn.evidence.releasing import import_ids
from samsyn.people.models import Member
from samsyn.records.joint.workflow import JointState
from samsyn.steps.followup.models import FollowUp

BINDING = (JointState.IN_REVIEW, JointState.DECIDED, JointState.SUPERSEDED)


def held(row: Dataset, _pair: None) -> str:
    """Return that a follow-up rests on the dataset, as a sentence; "" when none does."""
    imports = import_ids(row)
    followups = FollowUp.objects.filter(pair__city=row.city_id, state__in=BINDING).exclude(measured={})
    for followup in followups:
        if imports.intersection(_imports(followup.measured)):
            return _("Uppföljningen av ”%(action)s” är mätt med den.") % {"action": followup}
    return ""


def without(row: Dataset, by: Member) -> None:
    """Let the city's drafts forget what was measured with a dataset that is taken back: they are measured anew."""
    imports = import_ids(row)
    drafts = FollowUp.objects.select_for_update(of=("self",)).filter(
        pair__city=row.city_id, state=JointState.DRAFT
    )
    for draft in drafts.exclude(measured={}).order_by("pk"):
        if not imports.intersection(_imports(draft.measured)):
            continue
        draft.measured, draft.measured_at, draft.version = {}, None, draft.version + 1
        draft.save(update_fields=["measured", "measured_at", "version"])
        record(Event.FOLLOWUP_CHANGED, draft, by=by, pair_id=draft.pair_id, without=row.pk)


def _imports(value: Any) -> Iterator[int]:
    """Yield every import that the measured values name, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("import"), int):
            yield value["import"]
        for one in value.values():
            yield from _imports(one)
    elif isinstance(value, list):
        for one in value:
            yield from _imports(one)
