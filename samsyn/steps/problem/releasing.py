"""A finding or a dataset that a problem picture rests on is not taken back from the other party."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.evidence.models import Dataset
from samsyn.evidence.releasing import import_ids, rest_on
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import STANDING
from samsyn.steps.problem.models import Evidence, ProblemPicture
from samsyn.steps.situation.models import Finding


def held(row: Finding, pair: AreaPair) -> str:
    """Return which problem picture rests on the finding, as a sentence; "" when none does."""
    standing = ProblemPicture.objects.filter(pair=pair, state__in=STANDING)
    reasons = Evidence.objects.filter(finding=row).standing()
    found = standing.filter(Q(findings=row) | Q(pk__in=reasons.values("picture"))).order_by("pk").first()
    return _rests(found) if found is not None else ""


def held_dataset(row: Dataset, _pair: None) -> str:
    """Return which problem picture has a figure of the dataset among its grounds, as a sentence; "" when none has."""
    imports = import_ids(row)
    standing = {"picture__pair__city": row.city_id, "picture__state__in": STANDING, "removed_at": None}
    for reason in Evidence.objects.filter(**standing).exclude(figures=[]).select_related("picture"):
        if rest_on(reason.figures, imports):
            return _rests(reason.picture)
    pictures = ProblemPicture.objects.filter(pair__city=row.city_id, state__in=STANDING)
    for picture in pictures.prefetch_related("findings"):
        if any(rest_on(finding.figures, imports) for finding in picture.findings.all()):
            return _rests(picture)
    return ""


def _rests(picture: ProblemPicture) -> str:
    return _("Problembilden ”%(title)s” vilar på den.") % {"title": picture.title}
