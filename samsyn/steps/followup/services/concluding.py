"""What now: each party says its mind first, then they settle one conclusion, then both decide it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import open_for_change, required
from samsyn.records.services import PARTIES
from samsyn.steps.followup.models import Conclusion, FollowUp, ProposedConclusion
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


def _must_be_measured(row: FollowUp) -> None:
    if row.measured_at is None:
        raise UserError(
            _(
                "Ingenting sparades. Uppföljningen är inte räknad, så ingen vet vad den visar. "
                "Räkna fram den först."
            )
        )


def _conclusion(code: str) -> Conclusion:
    if code not in Conclusion.values:
        raise UserError(
            _(
                "Ingenting sparades. Du har inte valt någon slutsats. "
                "Välj om ni ska fortsätta, ändra, avsluta eller sprida."
            )
        )
    return Conclusion(code)


@transaction.atomic
def propose(*, followup: FollowUp, conclusion: str, by: Member, reason: str = "") -> ProposedConclusion:
    """Say what one's own party thinks. The other party's answer shows when both have answered."""
    held = open_for_change(followup, by=by)
    _must_be_measured(held)
    said = {"conclusion": _conclusion(conclusion), "reason": reason.strip()[:300], "by": by, "at": now()}
    made, _is_new = ProposedConclusion.objects.update_or_create(followup=held, party=by.party, defaults=said)
    record(Event.CONCLUSION_PROPOSED, held, by=by, pair_id=held.pair_id, party=by.party)
    return made


@transaction.atomic
def settle(*, followup: FollowUp, conclusion: str, reason: str, version: int, by: Member) -> FollowUp:
    """Write the conclusion that the parties have come to together. It binds when both have decided the text.

    Raises StaleError when somebody settled since `version` was read, UserError before both have said their mind.
    """
    held = open_for_change(followup, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din slutsats sparades inte. Någon har ändrat uppföljningen sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=_theirs(held),
        )
    _must_be_measured(held)
    said = set(held.proposals.values_list("party", flat=True))
    lacking = [str(party.label) for party in PARTIES if party not in said]
    if lacking:
        raise UserError(
            _(
                "Slutsatsen sparades inte. Det saknas ett svar från: %(parties)s. "
                "Låt båda parter svara var för sig först."
            )
            % {"parties": ", ".join(lacking)}
        )
    held.conclusion = _conclusion(conclusion)
    held.reason = required(reason, what=_("Skälet till slutsatsen"))
    held.version += 1
    held.save(update_fields=["conclusion", "reason", "version"])
    record(Event.FOLLOWUP_CHANGED, held, by=by, pair_id=held.pair_id, conclusion=str(held.conclusion))
    return held


def _theirs(row: FollowUp) -> str:
    if not row.conclusion:
        return _("Talen är räknade på nytt. Ingen slutsats är skriven.")
    return f"{row.get_conclusion_display()}: {row.reason}"
