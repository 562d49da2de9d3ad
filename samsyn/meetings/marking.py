"""The secrecy class of a meeting's minutes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samsyn.meetings.models import Minutes
from samsyn.secrecy.kinds import register, versioned


def register_all() -> None:
    register(versioned(Minutes, label=_("protokoll"), heading=str))
