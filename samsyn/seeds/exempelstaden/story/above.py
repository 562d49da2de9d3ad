"""What goes upwards and who stands in: a disagreement about the third edition that waits for the next level, and a deputy's days."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from samsyn.people.models import Office, OfficeHolding
from samsyn.people.services.deputies import name_deputy
from samsyn.places.models import AreaPair
from samsyn.records.disagreement import services
from samsyn.seeds.exempelstaden.story.hands import on
from samsyn.seeds.exempelstaden.story.picture import Teller
from samsyn.steps.situation.models import Edition

RAISED_AGO, ANSWERED_IN = 2, 12  # days
DEPUTY_IN, DEPUTY_DAYS = 5, 7
ABOUT = "Ska utgåvan redan nu säga att öppettiderna vid Gamla bron spelar roll?"
CITY_VIEW = (
    "Öppettiderna ändrades nyss, och inget tal visar någon skillnad. Vi vill vänta tills det går att se."
)
POLICE_VIEW = "Patrullerna ser en skillnad på helgnätterna. Vi vill ha kvar stycket, och säga att det bygger på vad de ser."
DELEGATION = "A123.456/2026, punkt 4"  # Exempeldata


@transaction.atomic
def tell(pair: AreaPair, today: date) -> None:
    """Both have written, so that David or Elsa can answer; and Mats goes on leave next week."""
    story = Teller(pair)
    edition = Edition.objects.get(picture=story.picture, number=3)
    with on(today - timedelta(days=RAISED_AGO), hour=11):
        row = services.raise_disagreement(
            pair=pair, code="utgava", pk=edition.pk, about=ABOUT, view=CITY_VIEW,
            answer_by=today + timedelta(days=ANSWERED_IN), by=story.members["astrid"],
        )  # fmt: skip
    with on(today - timedelta(days=RAISED_AGO), hour=16):
        services.write_standpoint(disagreement=row, text=POLICE_VIEW, by=story.members["bo"])
    with on(today - timedelta(days=RAISED_AGO), hour=17):
        held = _office_of_mats(story, on=today)
        first = today + timedelta(days=DEPUTY_IN)
        name_deputy(
            holding=held, member=story.members["karl"], valid_from=first,
            valid_to=first + timedelta(days=DEPUTY_DAYS), delegation=DELEGATION, by=story.members["mats"],
        )  # fmt: skip


def _office_of_mats(story: Teller, *, on: date) -> OfficeHolding:
    """Return what he holds in the pair today; he may have held it before too."""
    rows = OfficeHolding.objects.on(on).filter(
        office=Office.LOCAL_POLICE_CHIEF, pair=story.pair, deputy_for=None
    )
    return rows.filter(member=story.members["mats"]).latest("valid_from")


def is_told(pair: AreaPair) -> bool:
    """Whether somebody stands in for Mats: the last that happens here."""
    return OfficeHolding.objects.filter(organisation__city=pair.city, deputy_for__isnull=False).exists()
