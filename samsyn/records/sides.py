"""The two halves of a joint decision, as a page or a document shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from samsyn.people import queries as people
from samsyn.people.models import Member, Party
from samsyn.records.models import Approval
from samsyn.records.services import PARTIES, Subject, is_decided, recorded
from samsyn.records.signatures import Signed


@dataclass(frozen=True)
class Side:
    """One party's half: who approved when, or who is waited for."""

    party: str
    approval: Approval | None = None
    waits_for: str = ""  # who holds the office that decides, or her deputy on her days
    is_mine: bool = False  # the reader may approve for this party now
    signed: Signed | None = None  # how the approval is signed
    uncounted: Signed | None = (
        None  # there is one of this text that does not count: its signature is not good
    )

    @property
    def is_done(self) -> bool:
        return self.approval is not None

    @property
    def is_invented(self) -> bool:
        """Whether an invented person approved."""
        return self.approval is not None and self.approval.by.is_example

    @property
    def who(self) -> str:
        if self.approval is None:
            return self.waits_for
        return f"{self.approval.signer_name or self.approval.by.name}, {self.approval.capacity_word}"

    @property
    def at(self) -> datetime | None:
        return self.approval.approved_at if self.approval else None

    @property
    def key(self) -> str:
        """The fingerprint of the key that a good signature is made with."""
        return self.approval.key if self.approval and self.signed == Signed.GOOD else ""

    @property
    def note(self) -> str:
        """What the reader must know of the approval's signature: "" when it is good or nobody has approved."""
        return _note(self.signed, self.uncounted)

    @property
    def is_wrong(self) -> bool:
        """Whether a signature is not what it should be, so that somebody has written beside Samsyn or a key is gone."""
        return bool({self.signed, self.uncounted} & {Signed.WRONG, Signed.NO_KEY})

    @property
    def reservation(self) -> str:
        return self.approval.reservation if self.approval else ""

    def title(self, *, is_asked: bool = True) -> str:
        """How the party's half of the decision is headed; a draft has asked nobody."""
        if self.party == Party.CITY:
            if self.is_done:
                return _("Staden har godkänt")
            return _("Staden har inte svarat") if is_asked else _("Staden har inte fått frågan än")
        if self.is_done:
            return _("Polisen har godkänt")
        return _("Polisen har inte svarat") if is_asked else _("Polisen har inte fått frågan än")


def sides(subject: Subject, *, approver: Member | None = None) -> tuple[Side, Side]:
    """Return the city's half and the police's half.

    approver  the reader, when she may approve for her party and the matter waits for approval now
    """
    rows = recorded(subject)
    if all(how == Signed.GOOD for _row, how in rows.values()) or not is_decided(subject):
        holds = {party: row for party, (row, how) in rows.items() if how == Signed.GOOD}
    else:  # what is decided is shown as it stands, with what is wrong
        holds = {party: row for party, (row, _how) in rows.items()}
    waited = people.deciders(subject.pair) if len(holds) < len(PARTIES) else {}
    city, police = (
        Side(
            party=party,
            approval=holds.get(party),
            waits_for=waited.get(party, ""),
            is_mine=approver is not None and approver.party == party and party not in holds,
            signed=rows[party][1] if party in holds else None,
            uncounted=rows[party][1] if party in rows and party not in holds else None,
        )
        for party in PARTIES
    )
    return city, police


def _note(signed: Signed | None, uncounted: Signed | None) -> str:
    if uncounted == Signed.BEFORE:
        return _(
            "Ett godkännande från tiden före underskrifterna räknas inte. Den som beslutar måste godkänna igen."
        )
    if uncounted is not None:
        return _(
            "Ett godkännande räknas inte, för underskriften stämmer inte. Den som beslutar måste godkänna igen."
        )
    return {
        Signed.BEFORE: _("Godkänd före underskrifterna infördes."),
        Signed.WRONG: _("Underskriften stämmer inte."),
        Signed.NO_KEY: _("Nyckeln till underskriften saknas."),
    }.get(signed or Signed.GOOD, "")
