"""What is kept in the process until something is written: in the pair that it is about, or in what all pairs share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samsyn.audit.models import LogEntry
from samsyn.ui.clock import today

KEPT_S = 60 * 60
NO_PAIR = 0  # for what no pair's entries change
EVERY_PAIR = -1  # for what entries of any pair may change
PLACE = "the-readers-own-token-stands-here"  # of each form that is kept
Made = TypeVar("Made")


def kept(pair_id: int, name: str, make: Callable[[], Made], *made_of: Any) -> Made:
    """Return what `make` gives, made once for each state of the log, day, language and `made_of`.

    Every change by a person is an entry in the log, and the checksum of an entry holds every entry before it: the newest
    one of the pair or of no pair says whether what is kept still holds. `make` returns plain values, never None;
    `made_of` are all other things that it depends on: a primary key, a right of the reader.
    """
    entries = LogEntry.objects.all()
    if pair_id != EVERY_PAIR:
        entries = entries.filter(Q(pair_id=pair_id) | Q(pair_id=None))
    newest = entries.order_by("-seq").values_list("checksum", flat=True).first()
    if newest is None:
        return make()
    facts = (name, pair_id, newest, today(), get_language(), *made_of)
    key = f"kept:{hashlib.sha256(repr(facts).encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_S)
    return cast(Made, found)


def kept_markup(
    request: HttpRequest, pair_id: int, template: str, context: Callable[[], dict[str, Any]], *made_of: Any
) -> SafeString:
    """Return the template's markup, rendered without request and member; its forms get the reader's own token."""
    markup = kept(
        pair_id,
        template,
        lambda: str(render_to_string(template, {**context(), "csrf_token": PLACE})),
        *made_of,
    )
    if PLACE in markup:
        markup = markup.replace(PLACE, get_token(request))
    return mark_safe(markup)  # noqa: S308 - rendered by a template  # nosec B308 B703
