"""Choosing a person without a password: only in the example, only on one's own machine.

Everything must hold at once: it is switched on, an example city exists, every member is invented, the server
listens on loopback without a proxy before it, and the request comes from loopback and asks for loopback.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext as _

from samsyn.people.models import Member
from samsyn.places.models import City

_PROXY_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def has_only_example_people() -> bool:
    """Whether the database holds the example, and nobody who is real."""
    return (
        City.objects.filter(is_example=True).exists()
        and Member.objects.exists()
        and not Member.objects.filter(is_example=False).exists()
    )


def server_is_private() -> bool:
    """Whether the server listens on loopback only, with no proxy that lets others in."""
    return bool(settings.IS_LOOPBACK) and not settings.BEHIND_PROXY


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the request was made on this machine, straight to the server, under a loopback name."""
    host = request.get_host()
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return (
        _is_loopback(request.META.get("REMOTE_ADDR", ""))
        and _is_loopback(name)
        and not any(request.META.get(header) for header in _PROXY_HEADERS)
    )


def is_on() -> bool:
    """Whether this server lets those who sit at it choose a person."""
    return bool(settings.DEMO) and server_is_private() and has_only_example_people()


def is_possible(request: HttpRequest) -> bool:
    """Whether the one who asks may choose a person without a password."""
    return comes_from_here(request) and is_on()


def refuse_unsafe() -> None:
    """Stop the start when the example's people would be within others' reach. Called by `samsyn serve`."""
    if settings.DEMO and not server_is_private() and has_only_example_people():
        raise ImproperlyConfigured(
            _(
                "Samsyn startar inte. I databasen finns bara påhittade personer, som man kan välja utan lösenord, "
                "och adressen %(host)s kan nås av andra. Sätt SAMSYN_HOST=127.0.0.1 utan SAMSYN_BEHIND_PROXY för "
                "att prova på den egna datorn, eller sätt SAMSYN_DEMO=0 och lägg till en riktig administratör "
                "med ”samsyn member add”."
            )
            % {"host": settings.HOST}
        )
