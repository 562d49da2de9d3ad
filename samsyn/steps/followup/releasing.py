"""A dataset that a follow-up has measured with is not taken back from the other party."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samsyn.evidence.models import Dataset
from samsyn.evidence.releasing import import_ids
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
