"""The two halves of a joint decision, as a page or a document shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from samsyn.people import access
from samsyn.people.models import Member, OfficeHolding, Party
from samsyn.places.models import AreaPair
from samsyn.places.prepared import FIRST, Prepared
from samsyn.records import queries
from samsyn.records.models import Approval
from samsyn.records.services import PARTIES, Subject
from samsyn.ui.clock import today


@dataclass(frozen=True)
class Side:
    """One party's half: who approved when, or who is waited for."""

    party: str
    approval: Approval | None = None
    waits_for: str = ""  # the office holder who usually decides
    is_mine: bool = False  # the reader may approve for this party now

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
        return f"{self.approval.by.name}, {self.approval.capacity_word}"

    @property
    def at(self) -> datetime | None:
        return self.approval.approved_at if self.approval else None

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
    holds = queries.standing(subject)
    waited = _office_holders(subject.pair) if len(holds) < len(PARTIES) else {}
    city, police = (
        Side(
            party=party,
            approval=holds.get(party),
            waits_for=waited.get(party, ""),
            is_mine=approver is not None and approver.party == party and party not in holds,
        )
        for party in PARTIES
    )
    return city, police


_HOLDERS = Prepared(
    OfficeHolding,
    lambda pk: OfficeHolding.objects.filter(pair=pk).order_by("valid_from"),
    values=[FIRST],
    joined=["member", "member__organisation"],
)
_HOLDERS_OF_WHOLE = Prepared(
    OfficeHolding,
    lambda pk: OfficeHolding.objects.filter(pair=None, organisation__city=pk).order_by("valid_from"),
    values=[FIRST],
    joined=["member", "member__organisation"],
)


def _office_holders(pair: AreaPair) -> dict[str, str]:
    """Return by party the holder of the office that decides in the pair: "Mats, lokalpolisområdeschef"."""
    day, deciding = today(), access.approving_offices(pair)
    rows = _HOLDERS_OF_WHOLE.rows(pair.city_id) if pair.is_whole else _HOLDERS.rows(pair.pk)
    return {
        str(Party(row.member.party)): f"{row.member.name}, {row.get_office_display()}"
        for row in rows
        if row.office in deciding and row.valid_from <= day and (row.valid_to is None or row.valid_to > day)
    }
