"""A text that stands on an agenda is known to both: it cannot be taken back while it stands there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samsyn.meetings.models import AgendaItem
from samsyn.meetings.room import RELEASED
from samsyn.places.models import AreaPair
from samsyn.ui.templatetags.numbers import day


def on_agenda(row: Any, pair: AreaPair) -> str:
    """Return which meeting's agenda holds the text, as a sentence; "" when none does."""
    matter = f"{RELEASED}:{row._meta.label_lower}:{row.pk}"
    found = AgendaItem.objects.filter(meeting__pair=pair, matter=matter).standing().select_related("meeting")
    item = found.order_by("-meeting__starts_at").first()
    if item is None:
        return ""
    return _("Den står på dagordningen till mötet den %(day)s.") % {"day": day(item.meeting.starts_at)}
