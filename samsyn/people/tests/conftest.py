from __future__ import annotations

from samsyn.people.tests.standing_in import END, FIRST
from tests.worlds import picked, shared


@shared
def real(cast):
    """A member with a password, so that no one can be chosen without."""
    from samsyn.people.models import Member

    return Member.objects.create_user(
        "riktig@goteborg.example", "en lång mening 7", name="Rut", organisation=cast["astrid"].organisation
    )


@shared
def dora(mats):
    """One of the local police who has no role at all."""
    from samsyn.people.models import Member

    return Member.objects.create_user("dora@x.example", name="Dora", organisation=mats.organisation)


@shared
def office(mats):
    return mats.offices.get()


@picked
def name(office, dora, mats):
    """Name Dora for the week; the test says what is otherwise."""

    def act(**more):
        from samsyn.people import services

        said = {"holding": office, "member": dora, "valid_from": FIRST, "valid_to": END, "by": mats}
        return services.name_deputy(delegation="N-2027-00123", **{**said, **more})

    return act


@shared
def deputy(office, dora, mats):
    from samsyn.people import services

    return services.name_deputy(
        holding=office, member=dora, valid_from=FIRST, valid_to=END, delegation="N-2027-00123", by=mats
    )
