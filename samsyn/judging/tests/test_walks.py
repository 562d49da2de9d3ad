"""Random acts of both parties beside a model that knows nothing of the program: what each sees, and what binds."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.judging import services
from samsyn.judging.queries import Matter, stand
from samsyn.ui.errors import UserError

PEOPLE = {"astrid": "city", "cilla": "city", "bo": "police", "karl": "police", "hanna": "", "gun": ""}
VALUES = ("låg", "mellan", "hög")


@dataclass
class Model:
    """What the rule says: value now, value that the other saw first, and what came of it."""

    now: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    proposed: tuple[str, str] | None = None  # party and value
    agreed: str = ""
    says: dict[str, str] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        return len(self.now) == 2

    @property
    def is_settled(self) -> bool:
        return bool(self.agreed or self.says)

    def give(self, party: str, value: str) -> bool:
        if not party or self.is_settled:
            return False
        if self.is_shown and self.now[party] != value:
            self.first.setdefault(party, self.now[party])
        self.now[party] = value
        return True

    def propose(self, party: str, value: str) -> bool:
        if not party or not self.is_shown or self.is_settled:
            return False
        self.proposed = (party, value)
        return True

    def accept(self, party: str, _value: str) -> bool:
        if not party or self.is_settled or self.proposed is None or self.proposed[0] == party:
            return False
        self.agreed = self.proposed[1]
        return True

    def differ(self, party: str, value: str) -> bool:
        if not party or not self.is_shown or self.agreed:
            return False
        self.says[party] = value
        return True


def act(matter: Matter, what: str, by, value: str) -> bool:
    held = stand(matter, by.party)
    version = held.mine.version if held.mine else 0
    proposal = held.settlement.version if held.settlement else 0
    try:
        with transaction.atomic():
            if what == "give":
                services.give(matter, value=value, grounds="Skäl.", version=version, by=by)
            elif what == "propose":
                services.propose(matter, value=value, grounds="Skäl.", version=proposal, by=by)
            elif what == "accept":
                services.accept(matter, version=proposal, by=by)
            else:
                services.differ(matter, says=value, by=by)
    except UserError:
        return False
    return True


def check(matter: Matter, model: Model) -> None:
    for reader in ("city", "police", "", "other"):
        sees = model.now if model.is_shown or reader in model.now else {}
        seen = stand(matter, reader)
        assert {party: row.value for party, row in seen.said.items()} == sees
        assert {party: row.first for party, row in seen.said.items() if row.is_changed_after_seen} == (
            model.first if model.is_shown else {}
        )
        row = seen.settlement
        assert (row is not None and row.is_agreed, row is not None and row.differs) == (
            bool(model.agreed),
            bool(model.says),
        )
        if row is not None and row.is_agreed:
            assert row.value == model.agreed
        if row is not None and row.differs:
            assert {party: said for party in ("city", "police") if (said := row.says(party))} == model.says


class _TakeBackError(Exception):
    """Each walk takes back what it wrote."""


@pytest.mark.django_db
@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_whatever_they_do_each_sees_the_other_s_only_after_its_own(norr, cast, seed):
    dice = random.Random(seed)
    deck = ["give"] * 6 + ["propose"] * 2 + ["accept"] * 2 + ["differ"]
    try:
        with transaction.atomic():
            for round_ in range(1, 5):
                matter, model = Matter(norr, "places.area", 1, "trust", round_), Model()
                for _act in range(8):
                    what, value = dice.choice(deck), dice.choice(VALUES)
                    who = dice.choice(list(PEOPLE))
                    assert act(matter, what, cast[who], value) == getattr(model, what)(PEOPLE[who], value)
                    check(matter, model)
            raise _TakeBackError
    except _TakeBackError:
        pass
