"""What the parties have promised and given, resource by resource and summed side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from samsyn.people.models import Party
from samsyn.steps.method.models import GivenResource, Resource, ResourceKind, WorkPlan
from samsyn.steps.method.words import amount_words

NONE = Decimal(0)
_ORDER = {Party.CITY: 0, Party.POLICE: 1, Party.OTHER: 2}


@dataclass(frozen=True)
class ResourceRow:
    """One promise with what is given of it so far."""

    row: Resource
    given: Decimal = NONE

    @property
    def promised_words(self) -> str:
        return amount_words(self.row.amount, self.row.kind, self.row.unit)

    @property
    def given_words(self) -> str:
        return amount_words(self.given, self.row.kind, self.row.unit)

    @property
    def is_more(self) -> bool:
        """Whether more is given than was promised."""
        return self.given > self.row.amount


@dataclass
class Share:
    """What one party has promised and given of one kind."""

    promised: Decimal = NONE
    given: Decimal = NONE

    @property
    def is_anything(self) -> bool:
        return bool(self.promised or self.given)

    @property
    def is_more(self) -> bool:
        return self.given > self.promised


@dataclass
class BalanceRow:
    """One kind of resource, the city's share beside the police's and that of others."""

    kind: str
    unit: str = ""
    city: Share = field(default_factory=Share)
    police: Share = field(default_factory=Share)
    other: Share = field(default_factory=Share)

    @property
    def label(self) -> str:
        """What is counted: "timmar", or the unit of something else."""
        return self.unit or str(ResourceKind(self.kind).label)

    @property
    def top(self) -> Decimal:
        """The largest amount on either side: the scale of the bars."""
        return max(self.city.promised, self.city.given, self.police.promised, self.police.given)

    def share(self, party: str) -> Share:
        found: Share = getattr(self, party)
        return found


@dataclass(frozen=True)
class Balance:
    """The rows by kind, in the order hours, posts, kronor, other."""

    rows: tuple[BalanceRow, ...] = ()

    def gives(self, party: str) -> bool:
        """Whether the party has promised anything."""
        return any(row.share(party).promised for row in self.rows)

    @property
    def is_two_sided(self) -> bool:
        return self.gives(Party.CITY) and self.gives(Party.POLICE)

    @property
    def has_others(self) -> bool:
        return any(row.other.is_anything for row in self.rows)


def resources(plan: WorkPlan) -> list[ResourceRow]:
    """Return the promises that stand with what is given, in the order of `standing_resources`."""
    rows = standing_resources(plan)
    given = given_of(row.key for row in rows)
    return [ResourceRow(row, given.get(row.key, NONE)) for row in rows]


def standing_resources(plan: WorkPlan) -> list[Resource]:
    """Return the promises that stand, the city's first, then the police's, then others'."""
    rows = list(plan.resources.standing().select_related("organisation").order_by("position", "pk"))
    return sorted(rows, key=lambda row: _ORDER[Party(row.party)])


def given_of(keys: Iterable[UUID]) -> dict[UUID, Decimal]:
    """Return what is given by the key of the resource; what was taken back is left out."""
    rows = GivenResource.objects.filter(resource_key__in=list(keys), taken_back_at=None)
    summed = rows.order_by().values_list("resource_key").annotate(sum=Sum("amount"))
    return dict(summed)


def given_rows(resource: Resource) -> list[GivenResource]:
    """Return what was written in of one resource, the latest first, with what was taken back."""
    rows = GivenResource.objects.filter(resource_key=resource.key).select_related("by__organisation")
    return list(rows.order_by("-on", "-pk"))


def balance(plan: WorkPlan) -> Balance:
    """Return what the parties have promised and given, side by side."""
    return balance_of(resources(plan))


def balance_of(rows: Iterable[ResourceRow]) -> Balance:
    """Return the sums of the rows by kind; other things by their unit, which is spelt as first written."""
    sums: dict[tuple[str, str], BalanceRow] = {}
    for one in rows:
        kind, unit = one.row.kind, one.row.unit
        row = sums.setdefault((kind, unit.casefold()), BalanceRow(kind, unit))
        share = row.share(one.row.party)
        share.promised += one.row.amount
        share.given += one.given
    order = list(ResourceKind.values)
    return Balance(tuple(sorted(sums.values(), key=lambda row: order.index(row.kind))))
