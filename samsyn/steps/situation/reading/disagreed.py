"""An edition as something that the parties may not agree on."""

from __future__ import annotations

from django.urls import reverse

from samsyn.places.models import AreaPair
from samsyn.records.disagreement.subjects import Found
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.services.editions import subject
from samsyn.steps.situation.workflow import OPEN, EditionState


def find_edition(pair: AreaPair, pk: int) -> Found | None:
    """Return the pair's edition with its primary key, or None."""
    row = Edition.objects.select_related("picture").filter(picture__pair=pair, pk=pk).first()
    if row is None:
        return None
    row.picture.pair = pair
    name = "situation:edition_decide" if row.state in OPEN else "situation:edition"
    url = reverse(name, args=[pair.slug, row.number])
    return Found(subject(row), row.state == EditionState.IN_REVIEW, url)
