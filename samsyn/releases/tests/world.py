"""What tests begin with when both parties are to see everything."""

from __future__ import annotations

from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.releases import queries, services
from samsyn.releases.models import Scope


def release_all(pair: AreaPair, *members: Member) -> None:
    """Let each member release all that her own authority has written in the pair."""
    for by in members:
        if chosen := [one.reference for one in queries.items(pair, by.party, shared=False)]:
            services.release(
                pair,
                chosen,
                scope=Scope.WHOLE,
                reason="Till den gemensamma bilden.",
                legal_ground="not-secret",
                by=by,
            )
