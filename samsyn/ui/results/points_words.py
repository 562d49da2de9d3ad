"""Places and the rows without one, in words: what the methods of place share."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.ui.results import words


def left_out(dropped: Mapping[str, int]) -> list[str]:
    """Return a sentence on the rows that were left out, none when nothing was."""
    told = [_reason(name, many) for name, many in dropped.items() if many]
    told = [text for text in told if text]
    return [_("Räknades inte: %(reasons)s.") % {"reasons": ", ".join(told)}] if told else []


def _reason(name: str, many: int) -> str:
    texts = {
        "no_place": ngettext("%(shown)s rad saknar plats", "%(shown)s rader saknar plats", many),
        "off_the_map": ngettext(
            "%(shown)s rad ligger utanför kartan", "%(shown)s rader ligger utanför kartan", many
        ),
        "no_time": ngettext("%(shown)s rad saknar tid", "%(shown)s rader saknar tid", many),
        "unreadable": ngettext("%(shown)s rad går inte att läsa", "%(shown)s rader går inte att läsa", many),
        "wrong_width": ngettext(
            "%(shown)s rad har fel antal celler", "%(shown)s rader har fel antal celler", many
        ),
    }
    return texts[name] % {"shown": words.number(many)} if name in texts else ""


def place(x: float, y: float) -> str:
    """Return a place in metres: x 319 250, y 6 400 250."""
    return f"x {words.number(x, 1)}, y {words.number(y, 1)}"


def cells(many: int) -> str:
    return ngettext("%(shown)s ruta", "%(shown)s rutor", many) % {"shown": words.number(many)}


def periods(many: int) -> str:
    return ngettext("%(shown)s period", "%(shown)s perioder", many) % {"shown": words.number(many)}


def size(cell: float) -> str:
    """Return how large a square is: 500 × 500 meter."""
    return _("%(side)s × %(side)s meter") % {"side": words.number(cell)}
