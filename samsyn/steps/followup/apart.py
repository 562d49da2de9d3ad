"""Where the two draw different conclusions of a follow-up, as a reader of one party may know."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.judging.rules import PARTIES, are_both
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import OPEN
from samsyn.releases.four import Judged
from samsyn.steps.followup.queries import followups, proposals_of


def judged_apart(pair: AreaPair, party: str) -> Iterator[Judged]:
    """Yield the open follow-ups of which both have said what they conclude, and not the same."""
    for row in followups(pair):
        said = proposals_of(row, party) if row.state in OPEN else {}
        if are_both(said) and len({one.conclusion for one in said.values()}) > 1:
            city, police = (str(said[one].get_conclusion_display()) for one in PARTIES)
            yield Judged(
                _("Uppföljningen av ”%(action)s”") % {"action": row.action.title},
                city,
                police,
                reverse("followup:followup", args=[pair.slug, row.pk]),
            )
