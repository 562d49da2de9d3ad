"""The source line under a block: who published, which file, when it came in, and whether it is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.ui.templatetags.numbers import day


@dataclass(frozen=True)
class SourceLine:
    """One import behind some figures."""

    import_id: int
    source: str
    dataset: str
    attribution: str
    method: str
    licence: str
    file: str
    received: str
    url: str
    is_example: bool

    @property
    def text(self) -> str:
        return _("Källa: %(source)s, %(dataset)s. Inläst %(day)s, fil %(file)s.") % {
            "source": self.source,
            "dataset": self.dataset,
            "day": self.received,
            "file": self.file,
        }

    @property
    def short(self) -> str:
        return _("Källa: %(source)s, %(dataset)s.") % {"source": self.source, "dataset": self.dataset}


def source_lines(import_ids: Iterable[int]) -> dict[int, SourceLine]:
    """Return the lines of some imports, by the import's id."""
    from samsyn.evidence.models import DataImport

    rows = DataImport.objects.filter(pk__in=set(import_ids)).select_related("dataset__source")
    found = {}
    for row in rows.order_by("pk"):
        dataset = row.dataset
        found[row.pk] = SourceLine(
            import_id=row.pk,
            source=dataset.source.name if dataset else _("okänd källa"),
            dataset=dataset.name if dataset else row.file_name,
            attribution=dataset.attribution if dataset else "",
            method=dataset.method if dataset else "",
            licence=dataset.licence if dataset else "",
            file=row.file_name,
            received=day(row.received_at),
            url=row.get_absolute_url(),
            is_example=bool(dataset and dataset.is_example),
        )
    return found


def lines_of(known: Mapping[int, SourceLine], import_ids: Iterable[int]) -> list[SourceLine]:
    """Return the lines of some imports in their order, each dataset and file once."""
    return [known[pk] for pk in dict.fromkeys(import_ids) if pk in known]
