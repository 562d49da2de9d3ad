from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_limits(settings, tmp_path):
    """Each test counts sign-in attempts in a folder of its own."""
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": str(tmp_path)},
        "shared": {**settings.CACHES["shared"], "LOCATION": tmp_path / "cache"},
    }


@pytest.fixture
def real(cast):
    """A member with a password, so that no one can be chosen without."""
    from samsyn.people.models import Member

    return Member.objects.create_user(
        "riktig@goteborg.example", "en lång mening 7", name="Rut", organisation=cast["astrid"].organisation
    )
