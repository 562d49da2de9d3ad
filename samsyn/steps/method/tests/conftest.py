"""A decided and chosen problem with two causes, and the work plans that are made of it."""

from __future__ import annotations

import pytest
from django.utils import translation

from samsyn.steps.method import services
from samsyn.steps.method.tests import world
from tests.worlds import shared


@pytest.fixture(autouse=True)
def _swedish_again():
    """A page in English leaves no English behind."""
    yield
    translation.deactivate()


@shared
def problem(cast, norr):
    return world.free_problem(cast, norr, "Otryggt vid busstorget")


@shared
def plan(problem, astrid):
    """A bare draft."""
    return services.add_plan(problem=problem, by=astrid)


@shared
def whole(cast, problem):
    """A draft that lacks nothing."""
    return world.whole_plan(cast, problem)


@shared
def decided(cast, whole):
    return world.decide(whole, cast)


@shared
def cause(plan):
    return world.cause_of(plan)


@shared
def housing(norr):
    return world.organisation(norr, "other")
