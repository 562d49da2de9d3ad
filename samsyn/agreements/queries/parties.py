"""Which two organisations an agreement is between: those whose chiefs sign, else the party's nearest to the pair."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.agreements import signers
from samsyn.people.models import Organisation, OrganisationKind, Party
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError

_WHOLE = {Party.CITY: OrganisationKind.CITY, Party.POLICE: OrganisationKind.POLICE_DISTRICT}
_LOCAL = {
    Party.CITY: OrganisationKind.CITY_ADMINISTRATION,
    Party.POLICE: OrganisationKind.LOCAL_POLICE_DISTRICT,
}


def party_organisations(pair: AreaPair, kind: str) -> dict[str, Organisation]:
    """Return the organisation of each party. Raises UserError when a party has none in the city."""
    wanted = signers.offices(kind, is_whole=pair.is_whole)
    found: dict[str, Organisation] = {}
    for party in (Party.CITY, Party.POLICE):
        held = signers.holdings(pair, wanted[party], on=today())
        organisation = held[0].organisation if held else _nearest(pair, party)
        if organisation is None:
            raise UserError(
                _(
                    "Ingenting sparades. %(party)s har ingen organisation i %(city)s. "
                    "Be administratören lägga till den under Medarbetare."
                )
                % {"party": str(Party(party).label).capitalize(), "city": pair.city.name}
            )
        found[party] = organisation
    return found


def _nearest(pair: AreaPair, party: Party) -> Organisation | None:
    """Return the organisation whose name ends with the area's, else one of the right kind, else any of the party."""
    rows = list(Organisation.objects.filter(city=pair.city_id, party=party).order_by("pk"))
    area = pair.city_area.name if party == Party.CITY else pair.police_area.name
    right = (_WHOLE if pair.is_whole else _LOCAL)[party]
    rows.sort(key=lambda row: (not (row.kind == right and row.name.endswith(area)), row.kind != right))
    return rows[0] if rows else None


def choices(pair: AreaPair, party: str) -> list[Organisation]:
    """Return the organisations that can be the party of an agreement of the pair, by name."""
    return list(Organisation.objects.filter(city=pair.city_id, party=party).order_by("name"))
