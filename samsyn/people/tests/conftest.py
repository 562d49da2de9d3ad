from __future__ import annotations

from tests.worlds import shared


@shared
def real(cast):
    """A member with a password, so that no one can be chosen without."""
    from samsyn.people.models import Member

    return Member.objects.create_user(
        "riktig@goteborg.example", "en lång mening 7", name="Rut", organisation=cast["astrid"].organisation
    )
