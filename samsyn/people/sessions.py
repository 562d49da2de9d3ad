"""Where sessions are kept: Django's own store with two limits that the server holds, and whose each session is (ADR 0014).

The machine's own clock counts here, not `ui.clock`: a story that moves the clock does not sign people out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from samsyn.people.access import Duties
from samsyn.places.prepared import Prepared

BEGAN, DEVICE, STEP_LACKS = "samsyn-began", "samsyn-device", "samsyn-step-lacks"
SEEN_EVERY = timedelta(minutes=5)


def idle_limit() -> timedelta:
    """Return how long a session lies unused before it ends."""
    return timedelta(minutes=settings.SAMSYN_SESSION_IDLE_MINUTES)


class SessionStore(db.SessionStore):
    """One browser's session.

    member  whose it is, read with the row: with her organisation, and the roles she holds already known to her doors
    """

    member: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        from samsyn.people.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to save. Its end never moves past the absolute limit, however often it is saved."""
        row: Any = super().create_model_instance(data)
        row.seen_at = timezone.now()
        row.member_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")
        if BEGAN in data:
            row.began_at = datetime.fromtimestamp(data[BEGAN], UTC)
            row.expire_date = min(
                row.expire_date, row.began_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
            )
        return row

    def _get_session_from_db(self) -> Any:
        """Return the row, or None when a limit is passed. That it was used is written at most every fifth minute."""
        found = _rows().pieces(self.session_key or "")
        row = found[0][""] if found else None
        if row is None or row.expire_date <= timezone.now():
            self._session_key = None
            return None
        if row.member_id is None:
            return row
        unused = timezone.now() - row.seen_at
        if unused > idle_limit():
            row.delete()
            self._session_key = None
            return None
        if unused > SEEN_EVERY:
            self.get_model_class().objects.filter(pk=row.pk).update(seen_at=timezone.now())
        self.member = row.member
        Duties.keep(row.member, [one[_ROLES] for one in found if one[_ROLES] is not None])
        return row


_ROLES = "member__roles"


@cache
def _rows() -> Prepared:
    """The session of a key, whose it is and one of her roles in each line, by a query that is compiled once: every page asks."""
    model = SessionStore.get_model_class()
    return Prepared(
        model,
        lambda key: model.objects.filter(pk=key).order_by("member__roles__pk"),
        values=["any key of a session"],
        joined=["member", "member__organisation", _ROLES],
    )
