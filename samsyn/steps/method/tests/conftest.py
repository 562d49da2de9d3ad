"""A decided and chosen problem with two causes, and the work plans that are made of it."""

from __future__ import annotations

import pytest
from django.utils import translation

from samsyn.steps.method import services
from samsyn.steps.method.tests import world


@pytest.fixture(autouse=True)
def _swedish_again():
    """A page in English leaves no English behind."""
    yield
    translation.deactivate()


@pytest.fixture
def problem(cast, norr):
    return world.free_problem(cast, norr, "Otryggt vid busstorget")


@pytest.fixture
def plan(problem, astrid):
    """A bare draft."""
    return services.add_plan(problem=problem, by=astrid)


@pytest.fixture
def whole(cast, problem):
    """A draft that lacks nothing."""
    return world.whole_plan(cast, problem)


@pytest.fixture
def decided(cast, whole):
    return world.decide(whole, cast)


@pytest.fixture
def cause(plan):
    return world.cause_of(plan)


@pytest.fixture
def housing(norr):
    return world.organisation(norr, "other")
