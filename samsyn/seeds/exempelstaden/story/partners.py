"""Those outside city and police in Norr: the housing company counts and confirms its own, and the night walkers are asked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from samsyn.partners import own, services
from samsyn.partners.models import AnswerKind, PartnerQuestion
from samsyn.people.models import Member, Organisation, OrganisationKind, Role, RoleAssignment
from samsyn.places.models import AreaPair
from samsyn.seeds.cast import DOMAIN, PASSWORDLESS
from samsyn.seeds.exempelstaden.places import REFORM
from samsyn.seeds.exempelstaden.story.hands import on
from samsyn.seeds.exempelstaden.story.picture import Teller

CONFIRMED_AGO, ASKED_AGO = 1, 1
NIGHT_WALKERS = "Nattvandrarna i Ekbygden"
QUESTION = "Hur många nattvandringar gjorde ni i oktober?"
WHY = "Vi följer upp kvällarna i planen och vill veta när vuxna är ute."
USE = "Staden och polisen i området läser svaret. Det står vid aktiviteten i planen."


@transaction.atomic
def tell(pair: AreaPair, today: date) -> None:
    """Pia of the housing company confirms the lamps; Astrid asks the night walkers by a link that nobody has kept."""
    story, pia = Teller(pair), _pia(pair)
    with on(today - timedelta(days=CONFIRMED_AGO)):
        for row in own.activities_of(pia):
            services.confirm(row=row, read_checksum=own.words_of(row), by=pia)
    with on(today - timedelta(days=ASKED_AGO)):
        services.ask(
            pair=pair, organisation=NIGHT_WALKERS, text=QUESTION, kind=AnswerKind.NUMBER, why=WHY, use=USE,
            last_day=today + timedelta(days=30), is_changeable=True, by=story.members["astrid"],
        )  # fmt: skip


def is_told(pair: AreaPair) -> bool:
    """Whether the question is asked."""
    return PartnerQuestion.objects.filter(pair=pair).exists()


def _pia(pair: AreaPair) -> Member:
    """Return the one who looks after the housing company's yards, added the first time."""
    email = f"pia@{DOMAIN}"
    housing = Organisation.objects.get(city=pair.city, kind=OrganisationKind.HOUSING_COMPANY)
    member = Member.objects.filter(email=email).first() or Member.objects.create_user(
        email, PASSWORDLESS, name="Pia", title="förvaltare", organisation=housing, is_example=True
    )
    RoleAssignment.objects.get_or_create(
        member=member, role=Role.EXTERNAL_PARTY, city=pair.city, pair=pair, defaults={"valid_from": REFORM}
    )
    return member
