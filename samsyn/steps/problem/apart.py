"""Where the two are not equally sure of a cause, as a reader of one party may know."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.judging.rules import PARTIES, are_both, seen_by
from samsyn.places.models import AreaPair
from samsyn.releases.four import Judged
from samsyn.steps.problem.models import Cause, Certainty
from samsyn.steps.problem.queries import pictures


def judged_apart(pair: AreaPair, party: str) -> Iterator[Judged]:
    """Yield the causes of which both have answered, and answered differently; by problem, in its order."""
    standing = [row.pk for row in pictures(pair)]
    causes = {row.pk: row for row in Cause.objects.filter(picture__in=standing).standing()}
    answers: dict[int, dict[str, Certainty]] = {pk: {} for pk in causes}
    for row in seen_by(Certainty.objects.filter(cause__in=causes), party, of=("cause",)):
        answers[row.cause_id][row.party] = row
    for pk in sorted(causes, key=lambda pk: (standing.index(causes[pk].picture_id), causes[pk].position)):
        said = answers[pk]
        if are_both(said) and len({one.sureness for one in said.values()}) > 1:
            city, police = (str(said[one].get_sureness_display()) for one in PARTIES)
            yield Judged(
                _("Orsaken ”%(cause)s”") % {"cause": causes[pk].text},
                city,
                police,
                reverse("problem:picture", args=[pair.slug, causes[pk].picture_id]),
            )
