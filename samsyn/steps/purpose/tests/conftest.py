"""A decided edition with figures, a decided problem, and a draft purpose to write goals in."""

from __future__ import annotations

import pytest

from samsyn.steps.purpose import services
from samsyn.steps.purpose.tests import world


@pytest.fixture
def edition(norr, astrid):
    return world.add_edition(norr, astrid)


@pytest.fixture
def problem(cast, norr):
    return world.problem_of(cast, norr)


@pytest.fixture
def purpose(edition, problem, astrid):
    return services.add_purpose(problem=problem, text="Alla ska våga gå hem.", by=astrid)


@pytest.fixture
def goal(purpose, norr, astrid):
    return services.add_goal(purpose=purpose, by=astrid, **world.said(norr))


@pytest.fixture
def made(cast, norr):
    return world.build(cast, norr)


@pytest.fixture
def part(norr):
    """The first of the pair's parts, where 180 have answered."""
    return norr.city_area.parts.order_by("code").first()
