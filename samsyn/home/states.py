"""One step of a pair as its home shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class StepState:
    """One step of a pair. `state` is "decided", "ongoing" or "none"; `ball` is "city", "police", "both" or ""."""

    number: int
    name: str
    short: str
    state: str
    url: str
    fact: str = ""  # in the wheel, a word or two
    headline: str = ""
    text: str = ""
    share: float = 0.0
    ball: str = ""
    late: str = ""  # what is past its day, in a sentence
    earlier: tuple[bool, ...] = ()  # for each earlier round, oldest first: whether the step was decided in it

    @property
    def state_name(self) -> str:
        return {"decided": _("Beslutad"), "ongoing": _("Pågår")}.get(self.state, _("Ej påbörjad"))

    @property
    def ball_name(self) -> str:
        return {
            "city": _("Staden har bollen"),
            "police": _("Polisen har bollen"),
            "both": _("Båda har bollen"),
        }.get(self.ball, "")
