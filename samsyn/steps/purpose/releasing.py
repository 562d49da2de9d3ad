"""A dataset that a goal's baseline comes from is not taken back from the other party."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.evidence.models import Dataset
from samsyn.evidence.releasing import import_ids, rest_on
from samsyn.records.joint.workflow import STANDING
from samsyn.steps.purpose.models import Goal


def held(row: Dataset, _pair: None) -> str:
    """Return which goal begins from a figure of the dataset, as a sentence; "" when none does."""
    imports = import_ids(row)
    goals = Goal.objects.filter(purpose__pair__city=row.city_id, purpose__state__in=STANDING, removed_at=None)
    for goal in goals.exclude(baseline_figure={}):
        if rest_on([goal.baseline_figure], imports):
            return _("Målet ”%(goal)s” utgår från ett av dess tal.") % {"goal": goal.statement}
    return ""
