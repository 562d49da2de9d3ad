"""A problem picture to write in, and one of everything."""

from __future__ import annotations

from samsyn.steps.problem.tests import world as worlds
from tests.worlds import shared


@shared
def finding(norr, astrid):
    return worlds.add_finding(norr, astrid)


@shared
def picture(norr, astrid, finding):
    """A draft with what is needed save for causes and priority."""
    return worlds.add_problem(
        norr, astrid, "Otryggt och bråkigt vid Gamla torget efter kl. 18", findings=[finding]
    )


@shared
def world(cast, norr):
    return worlds.build(cast, norr)
