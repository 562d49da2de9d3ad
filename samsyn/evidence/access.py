"""The only door from a request to evidence: who may see figures and files, who may read files in, who may see rows.

404 for one without a role in the city, 403 for one who may read but not change.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from samsyn.evidence.models import DataImport, Dataset
from samsyn.people import access as people
from samsyn.people.models import Member, Role
from samsyn.places.models import City

ROW_READERS = {
    Role.ANALYST,
    Role.COORDINATOR,
    Role.MUNICIPAL_OFFICER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
}


def city_for(member: Member, slug: str, *, change: bool = False) -> City:
    """Return the city; `change` asks for one who may read files in."""
    return people.city_for(member, slug, change=change)


def import_for(member: Member, pk: int, *, change: bool = False) -> DataImport:
    """Return the import with its dataset, source, city and division."""
    rows = DataImport.objects.select_related(
        "city", "dataset__source", "division", "received_by", "supersedes"
    )
    row = rows.filter(pk=pk, city__in=people.visible_cities(member)).first()
    if row is None:
        raise Http404
    if change and not may_import(member, row.city):
        raise PermissionDenied
    return row


def dataset_for(member: Member, pk: int) -> Dataset:
    """Return the dataset with its city and source."""
    rows = Dataset.objects.select_related("city", "source")
    row = rows.filter(pk=pk, city__in=people.visible_cities(member)).first()
    if row is None:
        raise Http404
    return row


def may_import(member: Member, city: City) -> bool:
    """Whether the member may read files in for the city."""
    return bool(people.roles_in_city(member, city) & people.IMPORTERS)


def may_see_rows(member: Member, city: City) -> bool:
    """Whether the member may see the rows of a file and single incidents; for others the origin ends at the file."""
    return bool(people.roles_in_city(member, city) & ROW_READERS)


def rows_for(member: Member, slug: str) -> City:
    """Return the city to one who may see its rows; 404 or PermissionDenied to others."""
    city = city_for(member, slug)
    if not may_see_rows(member, city):
        raise PermissionDenied
    return city
