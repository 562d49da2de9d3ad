"""Releasing a dataset to the other authority, changing how much of it, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.evidence import access
from samsyn.evidence.models import Dataset, DatasetScope
from samsyn.evidence.releasing import DATASET
from samsyn.people.models import Member
from samsyn.releases import services as releases
from samsyn.releases.kinds import Kind, kind_of, lock_holders
from samsyn.ui.errors import UserError

OF_PUBLIC = "not-secret"  # the ground of what anybody may see


def _kind() -> Kind:
    kind = kind_of(DATASET)
    assert kind is not None
    return kind


def _locked(dataset: Dataset, by: Member) -> Dataset:
    if not access.may_release(by, dataset):
        raise UserError(
            _(
                "Ingenting ändrades. Du får inte släppa eller ta tillbaka datamängden för den myndighet som äger den. "
                "Be den som samordnar området eller läser in filer där att göra det."
            )
        )
    return Dataset.objects.select_for_update(of=("self",)).select_related("city", "source").get(pk=dataset.pk)


@transaction.atomic
def release_dataset(*, dataset: Dataset, scope: str, reason: str, legal_ground: str, by: Member) -> Dataset:
    """Release one's own authority's dataset to the other with a DatasetScope, or change how much of it, and log it.

    Figures, files and what is read in later into the same dataset follow. Less than before is always possible: no text
    that both have rests on places or rows.
    """
    row = _locked(dataset, by)
    releases.release_row(
        _kind(), row, pair=None, scope=scope, reason=reason, legal_ground=legal_ground, by=by
    )
    return row


@transaction.atomic
def withdraw_dataset(*, dataset: Dataset, reason: str, by: Member) -> Dataset:
    """Take the dataset back, so that the other no longer sees any of it, and log it.

    What a text rests on that both have before them, or have decided, cannot be taken back.
    """
    row = _locked(dataset, by)
    lock_holders(DATASET, row.city)
    releases.withdraw_row(_kind(), row, pair=None, reason=reason, by=by)
    return row


def release_public(*, dataset: Dataset, by: Member) -> Dataset:
    """Release a dataset of public statistics whole, as it is read in."""
    return release_dataset(
        dataset=dataset,
        scope=DatasetScope.WHOLE,
        reason=_("Offentlig statistik: vem som helst får se den hos den som ger ut den."),
        legal_ground=OF_PUBLIC,
        by=by,
    )
