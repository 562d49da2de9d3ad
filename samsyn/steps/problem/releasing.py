"""A finding that a problem picture rests on is not taken back from the other party."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import STANDING
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.situation.models import Finding


def held(row: Finding, pair: AreaPair) -> str:
    """Return which problem picture rests on the finding, as a sentence; "" when none does."""
    found = ProblemPicture.objects.filter(pair=pair, findings=row, state__in=STANDING).first()
    if found is None:
        return ""
    return _("Problembilden ”%(title)s” vilar på den.") % {"title": found.title}
