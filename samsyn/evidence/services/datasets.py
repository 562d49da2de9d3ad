"""Datasets and recipes, and what is chosen for one file before it is read in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.access import known_datasets
from samsyn.evidence.models import DataImport, Dataset, DatasetKind, ImportRecipe, ImportState, Source
from samsyn.evidence.services.previews import header_checksum, preview, reader_for
from samsyn.evidence.services.sharing import release_public
from samsyn.evidence.workflow import PREPARING
from samsyn.people.access import PARTIES
from samsyn.people.models import Member, Party
from samsyn.places.models import City, Division
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


@transaction.atomic
def add_dataset(
    *,
    city: City,
    source_name: str,
    name: str,
    kind: str,
    reader: str,
    licence: str,
    attribution: str,
    method: str = "",
    owner: str = Party.CITY,
    is_example: bool = False,
    is_public: bool = False,
    by: Member | None,
) -> Dataset:
    """Add a dataset of a city; its source is added when nobody with that name publishes yet.

    owner      counts only for what the command reads in for nobody: what a member of a party adds is her authority's
    is_public  open statistics, which the other authority sees from the first file on; asks for a member
    """
    owner = str(by.party) if by is not None and by.party in PARTIES else owner
    source_name, name = source_name.strip(), name.strip()
    if not source_name or not name:
        raise UserError(
            _(
                "Datamängden lades inte till. Den saknar källa eller namn. Skriv vem som ger ut uppgifterna och vad de heter."
            )
        )
    known = Dataset.objects.filter(known_datasets(reader=owner), city=city)
    if known.filter(source__name__iexact=source_name, name__iexact=name).exists():
        raise UserError(
            _(
                "Datamängden lades inte till. %(source)s har redan en datamängd med namnet %(name)s. "
                "Välj den i listan, eller skriv ett annat namn."
            )
            % {"source": source_name, "name": name}
        )
    source = Source.objects.filter(name__iexact=source_name).first()
    made = Dataset.objects.create(
        city=city,
        source=source or Source.objects.create(name=source_name),
        slug=_free_slug(city, name),
        name=name,
        kind=DatasetKind(kind),
        reader=reader,
        licence=licence.strip(),
        attribution=attribution.strip() or source_name,
        method=method.strip(),
        owner=owner,
        is_example=is_example or city.is_example,
    )
    record(Event.DATASET_ADDED, made, by=by, kind=kind, reader=reader)
    return release_public(dataset=made, by=by) if is_public and by is not None else made


def _free_slug(city: City, name: str) -> str:
    base = slugify(name)[:50] or "datamangd"
    taken = set(Dataset.objects.filter(city=city, slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def choose(
    *,
    data_import: DataImport,
    dataset: Dataset,
    reader: str,
    options: dict[str, Any],
    division: Division | None,
    by: Member | None,
) -> DataImport:
    """Say what a file is and how it is read. A file that was stopped may be chosen anew."""
    row = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if row.state not in PREPARING:
        raise StaleError(
            _(
                "Valet sparades inte. Filen har redan lästs in, köats eller tagits bort. Ladda om sidan för att se hur det står till."
            )
        )
    if dataset.city_id != row.city_id or (division is not None and division.city_id != row.city_id):
        raise UserError(
            _(
                "Valet sparades inte. Datamängden eller områdesindelningen hör till en annan stad. Välj en som hör till filens stad."
            )
        )
    if by is not None and by.party in PARTIES and dataset.owner != by.party:
        raise UserError(
            _(
                "Valet sparades inte. Datamängden ägs av den andra parten, och den läser själv in sina filer. "
                "Välj en av era egna, eller lägg till en ny."
            )
        )
    reader_for(reader)
    row.dataset, row.reader, row.options, row.division = dataset, reader, options, division
    row.state, row.message, row.warnings = ImportState.RECEIVED, "", []
    row.save(update_fields=["dataset", "reader", "options", "division", "state", "message", "warnings"])
    record(Event.IMPORT_PREPARED, row, by=by, dataset=dataset.pk, reader=reader)
    data_import.refresh_from_db()
    return data_import


def save_recipe(*, data_import: DataImport, name: str, by: Member | None) -> ImportRecipe:
    """Keep how a file was read under a name, for the next file with the same headings."""
    name = name.strip()
    if not name:
        raise UserError(
            _("Receptet sparades inte. Det saknar namn. Skriv ett namn som ni känner igen nästa gång.")
        )
    shown = preview(data_import, data_import.reader, data_import.options)
    with transaction.atomic():
        recipe, _made = ImportRecipe.objects.update_or_create(
            city=data_import.city,
            reader=shown.reader,
            party=by.party if by is not None else "",
            name=name,
            defaults={
                "header_checksum": header_checksum(shown),
                "options": dict(shown.options) | dict(data_import.options),
                "saved_by": by,
                "saved_at": now(),
            },
        )
        record(Event.RECIPE_SAVED, recipe, by=by, reader=shown.reader)
    return recipe
