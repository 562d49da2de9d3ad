"""Many people act in random order: nobody ever sees what is not released, and nothing binds without two approvals of one text.

The model beside the program (`walk_model.py`) knows nothing of `access.py` or of the filters. SAMSYN_WALK_ACTS is how many
acts are done: 300 here, 100 000 in `make soak`.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from samsyn.agreements.tests.world import whole_of
from samsyn.partners.tests import world as partners
from samsyn.people import services as people
from samsyn.people.models import Member
from samsyn.releases.tests import walk_checks as check
from samsyn.releases.tests.walk_acts import DECK, Walk
from samsyn.releases.tests.walk_model import DEPUTY, HER_DAY
from samsyn.steps.situation.tests import editions
from samsyn.ui.clock import today
from tests.worlds import shared

ACTS = int(os.environ.get("SAMSYN_WALK_ACTS", "300"))
LENGTH = 60 if ACTS <= 300 else 100
TEXTS_EACH, JOINT_EACH, PAGES = 5, 10, 4


@shared
def picture(norr, astrid, bo):
    whole_of(norr.city)
    return editions.full_picture(norr, astrid, bo)


@shared
def everybody(cast, norr, mats):
    """The cast, an external party, and one who stands in for the police's chief on one day."""
    dora = Member.objects.create_user("dora@x.example", name="Dora", organisation=mats.organisation)
    first = today() + timedelta(days=HER_DAY)
    people.name_deputy(
        holding=mats.offices.get(), member=dora, valid_from=first, valid_to=first + timedelta(days=1),
        delegation="N-1", by=mats,
    )  # fmt: skip
    return {**cast, DEPUTY: dora, "ulla": partners.partner(norr, "ulla")}


@pytest.mark.django_db
@settings(
    max_examples=max(1, ACTS // LENGTH),
    deadline=None,
    derandomize=ACTS <= 300,
    database=None,
    phases=(Phase.generate,),  # a smaller seed is no simpler walk
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32))
def test_random_walks_show_nothing_unreleased_and_bind_nothing_alone(picture, everybody, norr, seed):
    dice = random.Random(seed)
    before = {name: member.organisation for name, member in everybody.items()}
    try:
        with transaction.atomic():
            _walk(Walk(picture, everybody, norr), dice)
            raise _TakeBackError
    except _TakeBackError:
        pass
    finally:
        for name, member in everybody.items():
            member.organisation = before[name]
            member.duties_kept = None


def _walk(walk: Walk, dice: random.Random) -> None:
    with walk.clock:
        for act in range(1, LENGTH + 1):
            about = walk.do(dice.choice(DECK), dice.randrange(10_000), dice.randrange(1000))
            if about is not None:
                check.one(walk, about)
            if act % TEXTS_EACH == 0:
                check.texts(walk)
            if act % JOINT_EACH == 0:
                check.joint(walk)
        check.document(walk)
        check.pages(walk, dice, PAGES)


class _TakeBackError(Exception):
    """Each walk takes back what it wrote."""
