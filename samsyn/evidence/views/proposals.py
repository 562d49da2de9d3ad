"""What a new dataset is likely to be called, by the form of its file. A person reads it through before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.evidence.forms import NEW
from samsyn.evidence.models import DataImport, Dataset, DatasetKind
from samsyn.people.models import Party
from samsyn.ui.texts import say

if TYPE_CHECKING:
    from samsyn.sources.contract import Reader

SURVEYS = {"survey-shares", "survey-answers"}


def kind_of(reader: Reader) -> str:
    """Return the kind of dataset that files of the reader belong to."""
    if reader.key in SURVEYS:
        return DatasetKind.SAFETY_SURVEY
    return {"incidents": DatasetKind.INCIDENTS, "feed": DatasetKind.FEED}.get(
        reader.kind, DatasetKind.OBSERVATIONS
    )


def origin(reader: Reader) -> dict[str, str]:
    """Return source, licence, attribution, owner and method to propose; empty where nobody but a person knows."""
    reported = {
        "source_name": "Brå",
        "licence": _("Offentlig statistik, ange källan"),
        "attribution": _("Brå, anmälda brott"),
        "owner": Party.CITY,
        "method": _(
            "Anmälda brott räknas när de anmäls, inte när de begås. Mycket anmäls aldrig. "
            "Ett områdes siffra beror också på hur anmälan är kopplad till en plats."
        ),
    }
    known = {
        "bra-csv": reported,
        "bra-excel": reported,
        "population": {
            "source_name": "SCB",
            "licence": _("Offentlig statistik, ange källan"),
            "attribution": _("SCB och staden, folkmängd den 31 december"),
            "owner": Party.CITY,
            "method": _(
                "Folkbokförda den 31 december. Den som vistas i området utan att bo där räknas inte."
            ),
        },
        "police-events": {
            "source_name": _("Polismyndigheten"),
            "licence": _("Öppna data från Polismyndigheten"),
            "attribution": _("Polisen, händelsenotiser"),
            "owner": Party.POLICE,
            "method": _(
                "Ett urval av händelser som polisen skriver om. Det är ett flöde, aldrig brottsstatistik."
            ),
        },
    }
    return known.get(reader.key, {"owner": Party.CITY})


def initial(row: DataImport, reader: Reader, datasets: Sequence[Dataset]) -> dict[str, str]:
    """Return the first values of the dataset's form: the one chosen, the one read so before, else a new one."""
    fitting = [one for one in datasets if one.reader == reader.key]
    existing = row.dataset or (fitting[0] if len(fitting) == 1 else None)
    proposed = {"name": say(reader.title), **origin(reader)}
    return {**proposed, "dataset": str(existing.pk) if existing else NEW}
