"""What other rooms show of agreements: a line on a pair's home, what waits for one's signature, and a problem's agreements."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.agreements import signers
from samsyn.agreements.overview import pair_note
from samsyn.agreements.queries import in_force, is_uncovered, standing_of
from samsyn.agreements.queries.agreements import rows
from samsyn.agreements.queries.coverage import agreements_about
from samsyn.agreements.workflow import Stage
from samsyn.audit.kept import kept
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.problem.hooks import Onward
from samsyn.steps.problem.models import ProblemPicture, Weight
from samsyn.ui.clock import today


@dataclass(frozen=True)
class Note:
    """Where a pair stands with its agreement, in one sentence, and whether that needs a hand soon."""

    state: str
    sentence: str
    url: str


@dataclass(frozen=True)
class ToSign:
    """An agreement that waits for signatures: which office of which party has not signed."""

    title: str
    url: str
    lacks: tuple[tuple[str, str], ...]


def note_of(pair: AreaPair) -> Note:
    """Return the line of a pair's home."""
    found = standing_of(pair, on=today())
    url = reverse("agreements:agreements", args=[pair.slug])
    return Note(str(found.state.value), pair_note(found), url)


def to_sign(pair: AreaPair) -> tuple[ToSign, ...]:
    """Return the pair's agreements that wait for signatures."""
    found = []
    for row in rows().filter(pair=pair, stage=Stage.FOR_SIGNATURE).order_by("pk"):
        row.pair = pair
        signed = set(row.signatures.values_list("party", flat=True))
        offices = signers.offices(row.kind, is_whole=pair.is_whole)
        lacks = tuple((party, str(office.value)) for party, office in offices.items() if party not in signed)
        found.append(ToSign(row.title, reverse("agreements:sign", args=[pair.slug, row.pk]), lacks))
    return tuple(found)


def of_problem(picture: ProblemPicture) -> list[Onward]:
    """Return which agreements in force are about a decided problem, or the way to write one."""
    if picture.state != JointState.DECIDED or picture.weight == Weight.SET_ASIDE:
        return []
    return kept(picture.pair_id, "agreements-of-problem", lambda: _ways_on(picture), picture.pk)


def _ways_on(picture: ProblemPicture) -> list[Onward]:
    heading = _("Överenskommelse")
    if is_uncovered(picture):
        url = reverse("agreements:new", args=[picture.pair.slug]) + f"?problem={picture.pk}"
        sentence = _("Ingen punkt i en gällande överenskommelse pekar på problemet.")
        return [Onward(heading, sentence, url, _("Skriv ett verksamhetsavtal"))]
    about = agreements_about(picture, in_force(picture.pair, on=today()))
    more = tuple((row.title, row.get_absolute_url()) for row in about)
    return [Onward(heading, _("En gällande punkt pekar på problemet:"), more=more)]
