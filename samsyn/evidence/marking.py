"""A dataset's secrecy class: published statistics begin open, single incidents as internal."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.evidence.access import scope_of
from samsyn.evidence.models import Dataset, DatasetKind
from samsyn.secrecy.classes import INTERNAL, OPEN
from samsyn.secrecy.kinds import Kind, register


def register_all() -> None:
    register(
        Kind(
            code="evidence.dataset",
            label=_("datamängd"),
            find=lambda pk: Dataset.objects.select_related("city", "source").filter(pk=pk).first(),
            pair=lambda _row: None,
            city=lambda row: row.city,
            heading=lambda row: str(row.name),
            url=lambda row: reverse("evidence:dataset", args=[row.pk]),
            begins=lambda row: INTERNAL if row.kind == DatasetKind.INCIDENTS else OPEN,
            owner=lambda row: str(row.owner),
            is_seen=lambda row, party: bool(scope_of(row.owner, row.shared, party)),
        )
    )
