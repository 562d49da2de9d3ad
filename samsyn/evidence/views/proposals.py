"""What a new dataset is likely to be called, by the form of its file. A person reads it through before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.evidence.forms import NEW
from samsyn.evidence.models import DataImport, Dataset, DatasetKind
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
    """Return source, licence, attribution and method to propose; empty where nobody but a person knows.

    What is published openly is proposed as seen by both from the start.
    """
    reported = {
        "source_name": "Brå",
        "licence": _("Offentlig statistik, ange källan"),
        "attribution": _("Brå, anmälda brott"),
        "is_public": "on",
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
            "is_public": "on",
            "method": _(
                "Folkbokförda den 31 december. Den som vistas i området utan att bo där räknas inte."
            ),
        },
        "police-events": {
            "source_name": _("Polismyndigheten"),
            "licence": _("Öppna data från Polismyndigheten"),
            "attribution": _("Polisen, händelsenotiser"),
            "is_public": "on",
            "method": _(
                "Ett urval av händelser som polisen skriver om. Det är ett flöde, aldrig brottsstatistik."
            ),
        },
    }
    return known.get(reader.key, {})


def description(reader: Reader) -> str:
    """Return one or two sentences on what files of the form look like."""
    known = {
        "bra-csv": _("En rad per område, år eller kvartal och brottstyp, med kolumnen antal."),
        "bra-excel": _(
            "Tabellen som Brås statistikdatabas ger i Excel, med områdesnamn som ”Nordost (Gbg)”."
        ),
        "population": _("Kolumnerna år, område och folkmängd."),
        "survey-shares": _(
            "En andel per område och år, till exempel hur många procent som är trygga. Gärna med antal svar."
        ),
        "survey-answers": _("Ett svar per rad med område och vikt. Samsyn räknar andelen och osäkerheten."),
        "incidents": _(
            "En händelse per rad med tid, kategori och koordinater eller område. Du säger vilken kolumn som är vilken."
        ),
        "police-events": _("Polisens händelsenotiser, som JSON eller CSV. Ett flöde, inte statistik."),
    }
    return known.get(reader.key, "")


def initial(row: DataImport, reader: Reader, datasets: Sequence[Dataset]) -> dict[str, str]:
    """Return the first values of the dataset's form.

    A form of file that only one publisher has goes to the dataset that was read so before. Where any source may use
    the form, the person has to choose: a wrong dataset would replace figures of another source.
    """
    fitting = [one for one in datasets if one.reader == reader.key]
    proposed = origin(reader)
    wanted = NEW
    if row.dataset:
        wanted = str(row.dataset.pk)
    elif len(fitting) == 1 and "source_name" in proposed:
        wanted = str(fitting[0].pk)
    elif fitting:
        wanted = ""
    return {"name": say(reader.title), **proposed, "dataset": wanted}
