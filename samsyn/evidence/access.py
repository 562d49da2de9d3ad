"""The only door from a request to evidence: who may see figures and files, who may read files in, who may see rows.

404 for one without a role in the city and for what the owner has not released to her authority, 403 for one who may
read but not change. The named predicates about datasets are here too: all reading of figures goes through them.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from samsyn.evidence.audience import JOINT, audience
from samsyn.evidence.models import DataImport, Dataset, DatasetScope, ImportState
from samsyn.people import access as people
from samsyn.people.models import Member, Party, Role
from samsyn.places.models import City

ROW_READERS = {
    Role.ANALYST,
    Role.COORDINATOR,
    Role.MUNICIPAL_OFFICER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
}
ORDER = [str(scope) for scope in DatasetScope]  # the least first
RECEIVERS = {JOINT, Party.CITY.value, Party.POLICE.value}  # those whom a release reaches
FINISHED = (ImportState.IN_FORCE, ImportState.SUPERSEDED)


def scope_of(owner: str, shared: str, reader: str) -> str:
    """Return how much of a dataset a reader sees, a party or JOINT: "" nothing, else a DatasetScope.

    A release is to the other authority: a reader of neither sees what she owns herself, and nothing else.
    """
    if reader == owner and reader != JOINT:
        return str(DatasetScope.WHOLE)
    return shared if reader in RECEIVERS else ""


def reaches(scope: str, least: str) -> bool:
    """Whether a scope is as wide as another, or wider."""
    return bool(scope) and ORDER.index(scope) >= ORDER.index(least)


def known_datasets(at: str = "", *, least: str = DatasetScope.AREAS, reader: str = "") -> Q:
    """Return the condition that the reader knows of a dataset, with at least a scope of it.

    at      the way from the rows asked for to the dataset, as "dataset__"
    reader  a party or JOINT; the audience of the moment when it is not said
    """
    reader = reader or audience()
    own = Q(**{f"{at}owner": reader})
    if reader not in RECEIVERS:
        return own
    released = Q(**{f"{at}shared__in": ORDER[ORDER.index(str(least)) :]})
    return released if reader == JOINT else released | own


def known_imports(at: str = "", *, least: str = DatasetScope.AREAS, reader: str = "") -> Q:
    """Return the condition that the reader knows of an import.

    Of a dataset of the other's that is released: files that are or were in force, not those under way or stopped. A
    file that belongs to no dataset yet is known to the authority of the one who handed it in.
    """
    reader = reader or audience()
    if reader == JOINT:
        return known_datasets(f"{at}dataset__", least=least, reader=reader) & Q(
            **{f"{at}state__in": FINISHED}
        )
    return (
        Q(**{f"{at}dataset__owner": reader})
        | known_datasets(f"{at}dataset__", least=least, reader=reader) & Q(**{f"{at}state__in": FINISHED})
        | Q(**{f"{at}dataset": None}) & _handed_in_by(reader, at)  # as yet
    )


def _handed_in_by(party: str, at: str) -> Q:
    """Return the condition that somebody who then was of the party handed the file in; what a command did is the city's."""
    return Q(**{f"{at}party__in": (party, "") if party == Party.CITY else (party,)})


def known_recipes(reader: str = "") -> Q:
    """Return the condition that the reader knows of a recipe: her own authority's, and those of commands."""
    return Q(party__in=(reader or audience(), ""))


def city_for(member: Member, slug: str, *, change: bool = False) -> City:
    """Return the city; `change` asks for one who may read files in."""
    return people.city_for(member, slug, change=change)


def import_for(member: Member, pk: int, *, change: bool = False) -> DataImport:
    """Return the import with its dataset, source, city and division; `change` asks for one who may read in for its owner."""
    rows = DataImport.objects.select_related(
        "city", "dataset__source", "division", "received_by__organisation", "supersedes"
    )
    known = known_imports(reader=member.party)
    row = rows.filter(known, pk=pk, city__in=people.visible_cities(member)).first()
    if row is None:
        raise Http404
    if change and not (may_import(member, row.city) and is_own(member, row.dataset)):
        raise PermissionDenied
    return row


def dataset_for(member: Member, pk: int, *, change: bool = False) -> Dataset:
    """Return the dataset with its city and source; `change` asks for one who may release it."""
    rows = Dataset.objects.select_related("city", "source")
    known = known_datasets(reader=member.party)
    row = rows.filter(known, pk=pk, city__in=people.visible_cities(member)).first()
    if row is None:
        raise Http404
    if change and not may_release(member, row):
        raise PermissionDenied
    return row


def is_own(member: Member, dataset: Dataset | None) -> bool:
    """Whether the dataset is the member's own authority's; a file without dataset is hers who was let in to it."""
    return dataset is None or dataset.owner == member.party


def may_import(member: Member, city: City) -> bool:
    """Whether the member may read files in for the city."""
    return bool(people.roles_in_city(member, city) & people.IMPORTERS)


def may_release(member: Member, dataset: Dataset) -> bool:
    """Whether the member may release the dataset, and take it back: of its owner, who coordinates or reads files in.

    A dataset is of the whole city, and those who coordinate any of its pairs prepare what is of the whole (ADR 0009).
    """
    roles = people.roles_in_city(member, dataset.city)
    is_party = member.party in people.PARTIES and member.party == dataset.owner
    return is_party and bool(roles & (people.IMPORTERS | people.PREPARERS_OF_WHOLE))


def may_see_rows(member: Member, city: City) -> bool:
    """Whether the member may see the rows of a file and single incidents; for others the origin ends at the file."""
    return bool(people.roles_in_city(member, city) & ROW_READERS)


def may_see_rows_of(member: Member, row: DataImport) -> bool:
    """Whether the member may see the rows of this file: by her role, and by how much of it her authority sees."""
    return may_see_rows(member, row.city) and sees_whole(member.party, row)


def sees_whole(reader: str, row: DataImport) -> bool:
    """Whether the reader sees the rows and the file of an import that she knows of."""
    if row.dataset is None:
        return True
    return scope_of(row.dataset.owner, row.dataset.shared, reader) == DatasetScope.WHOLE


def rows_for(member: Member, slug: str) -> City:
    """Return the city to one who may see its rows; 404 or PermissionDenied to others."""
    city = city_for(member, slug)
    if not may_see_rows(member, city):
        raise PermissionDenied
    return city
