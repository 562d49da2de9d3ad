"""What of the evidence one authority releases to the other: whole datasets, by area only, or with their places.

A dataset is of a city, so its release is for the city and no single pair. Apps that build on figures register what
holds a dataset: `kinds.register_holder(DATASET, …)` of a function (dataset, None) that says what, or "".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.evidence import access, hooks
from samsyn.evidence.models import DataImport, Dataset, DatasetScope
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.releases.kinds import Kind, register
from samsyn.ui.templatetags.numbers import short_day

DATASET = "evidence.dataset"
SCOPES: tuple[tuple[str, str | Promise], ...] = tuple((scope.value, scope.label) for scope in DatasetScope)


def register_all() -> None:
    """Let datasets be released."""
    register(
        Kind(
            model=Dataset,
            label=gettext_lazy("datamängd"),
            standing=_standing,
            heading=lambda row: str(row.name),
            url=lambda row, _pair: str(row.get_absolute_url()),
            withdrawn=lambda row, _pair, by: _withdrawn(row, by),
            group="figures",
            owner_field="owner",
            scopes=SCOPES,
            is_of_city=True,
            may_release=access.may_release,
            byline=_byline,
        )
    )


def _standing(pair: AreaPair) -> Any:
    return Dataset.objects.filter(city=pair.city_id).select_related("source")


def _byline(row: Dataset) -> str:
    """Say who publishes, and when the last file came in."""
    last = row.imports.order_by("-received_at").values_list("received_at", flat=True).first()
    if last is None:
        return row.source.name
    return _("%(source)s, senast inläst %(day)s") % {"source": row.source.name, "day": short_day(last)}


def _withdrawn(row: Dataset, by: Member) -> None:
    """Let drafts that both see be made anew without the figures."""
    hooks.dataset_withdrawn(row, by)


def import_ids(dataset: Dataset) -> frozenset[int]:
    """Return every import of the dataset: what a holder looks for among the figures of its texts."""
    return frozenset(DataImport.objects.filter(dataset=dataset).values_list("pk", flat=True))


def rest_on(figures: Iterable[Mapping[str, Any]], imports: frozenset[int]) -> bool:
    """Whether any of the kept figures ({"import": …}) comes from one of the imports."""
    return any(figure.get("import") in imports for figure in figures)


def hidden_imports(ids: Iterable[int], reader: str) -> frozenset[int]:
    """Return those of the imports whose figures the reader, a party or JOINT, does not see. One small query, or none."""
    asked = frozenset(ids)
    if not asked:
        return asked
    rows = DataImport.objects.filter(pk__in=asked).values_list("pk", "dataset__owner", "dataset__shared")
    return frozenset(
        pk for pk, owner, shared in rows if not access.scope_of(owner or "", shared or "", reader)
    )
