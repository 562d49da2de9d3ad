from __future__ import annotations

from types import SimpleNamespace

from samsyn.partners.tests import world
from tests.worlds import shared


@shared
def working(cast, norr):
    """Pia of the housing company, what her company does, and what others do."""
    made = world.work(norr, cast)
    return SimpleNamespace(pia=world.partner(norr), **made)
