"""The secrecy class of an agreement's text and of a medborgarlöfte."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samsyn.agreements.models import Agreement, CitizenPromise
from samsyn.secrecy.kinds import register, versioned


def register_all() -> None:
    register(versioned(Agreement, label=_("överenskommelse"), heading=lambda row: str(row.title)))
    register(versioned(CitizenPromise, label=_("medborgarlöfte"), heading=lambda row: str(row.title)))
