"""What must hold before a follow-up goes to both parties: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from samsyn.records.checks import Check
from samsyn.records.services import PARTIES
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries import proposals_of
from samsyn.ui.templatetags.numbers import day


def is_measured(row: FollowUp) -> Check:
    at = row.measured_at
    sentence = (
        _("Uppföljningen är räknad %(day)s.") % {"day": day(at)} if at else _("Uppföljningen är inte räknad.")
    )
    return Check("measured", at is not None, sentence, url=row.get_absolute_url())


def both_have_said(row: FollowUp) -> Check:
    """An answer that was given before the figures were measured anew is not an answer to them. Names nobody: what only one
    has answered is not known to the other.
    """
    said, at = proposals_of(row), row.measured_at
    lacking = [
        str(party.label) for party in PARTIES if party not in said or (at is not None and said[party].at < at)
    ]
    if not lacking:
        sentence = _("Båda parter har sagt vad de tycker.")
    elif set(said) >= set(PARTIES):
        sentence = _("Talen är räknade på nytt. Båda parter svarar igen.")
    else:
        sentence = _("Båda parter har inte svarat än.")
    return Check("both-said", not lacking, sentence, url=f"{row.get_absolute_url()}#slutsats")


def has_conclusion(row: FollowUp) -> Check:
    holds = bool(row.conclusion and row.reason.strip())
    sentence = _("Slutsatsen har sitt skäl.") if holds else _("Det finns ingen slutsats med skäl.")
    return Check("conclusion", holds, sentence, url=f"{row.get_absolute_url()}#slutsats")


def difference_is_explained(row: FollowUp) -> Check:
    answers = {one.conclusion for one in proposals_of(row).values()}
    if len(answers) < len(PARTIES):
        return Check("difference", True, _("Parterna har inte sagt olika."))
    holds = bool(row.reason.strip())
    sentence = (
        _("Parterna sa olika, och skälet säger varför slutsatsen blev den här.")
        if holds
        else _("Parterna sa olika. Skriv i skälet varför slutsatsen blev den här.")
    )
    return Check("difference", holds, sentence, url=f"{row.get_absolute_url()}#slutsats")


CHECKS: tuple[Callable[[FollowUp], Check], ...] = (
    is_measured,
    both_have_said,
    has_conclusion,
    difference_is_explained,
)


def run(row: FollowUp) -> list[Check]:
    """Return every check, in the order in which they are shown."""
    return [check(row) for check in CHECKS]
