"""A decided edition with figures, a decided problem, and a draft purpose to write goals in."""

from __future__ import annotations

from samsyn.steps.purpose import services
from samsyn.steps.purpose.tests import world
from tests.worlds import shared


@shared
def edition(norr, astrid):
    return world.add_edition(norr, astrid)


@shared
def problem(cast, norr):
    return world.problem_of(cast, norr)


@shared
def purpose(edition, problem, astrid):
    return services.add_purpose(problem=problem, text="Alla ska våga gå hem.", by=astrid)


@shared
def goal(purpose, norr, astrid):
    return services.add_goal(purpose=purpose, by=astrid, **world.said(norr))


@shared
def made(cast, norr):
    return world.build(cast, norr)


@shared
def part(norr):
    """The first of the pair's parts, where 180 have answered."""
    return norr.city_area.parts.order_by("code").first()
