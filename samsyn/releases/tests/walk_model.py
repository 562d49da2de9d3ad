"""The oracle of the random walks. It knows nothing of `access.py` or of the filters: only who did what, and what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PARTIES = ("city", "police")
HOME = {
    "astrid": "city", "cilla": "city", "david": "city", "gun": "city", "hanna": "city", "ivar": "city", "lena": "city",
    "bo": "police", "elsa": "police", "karl": "police", "mats": "police", "dora": "police",
    "farid": "", "ulla": "",
}  # fmt: skip
WRITERS = {"astrid", "cilla", "bo", "karl"}
DECIDERS = {"astrid", "lena", "bo", "mats"}
ANSWERERS = {"david", "elsa"}  # of a disagreement, for the whole city
FILERS = {"astrid", "cilla", "bo"}  # who release their authority's datasets
DEPUTY, HER_DAY = "dora", 1  # she decides for the police on that day of the walk, and reads on no other
BEYOND = {"farid", "ulla"}  # another pair's coordinator, and an external party
MOVERS = ("astrid", "cilla")


@dataclass
class Text:
    """Something that one authority owns. `seen` is what the other sees: "" or a scope."""

    row: Any
    party: str
    said: str
    seen: str = ""
    is_gone: bool = False

    @property
    def code(self) -> str:
        return str(self.row._meta.label_lower)

    @property
    def is_figures(self) -> bool:
        return self.code == "evidence.dataset"


@dataclass
class Quarrel:
    """A disagreement: each party's own view, read by the other when both have written."""

    row: Any
    party: str
    views: dict[str, str]
    is_open: bool = True


@dataclass
class Model:
    texts: list[Text] = field(default_factory=list)
    party: dict[str, str] = field(default_factory=lambda: dict(HOME))
    day: int = 0
    halves: dict[int, dict[str, tuple[str, str]]] = field(
        default_factory=dict
    )  # edition -> party -> text, who
    decided: dict[int, str] = field(default_factory=dict)
    held: dict[int, set[str]] = field(default_factory=dict)  # edition -> what both saw whole when it was cut
    quarrels: list[Quarrel] = field(default_factory=list)

    def standing(self) -> list[Text]:
        return [text for text in self.texts if not text.is_gone]

    def seen_by(self, party: str) -> set[str]:
        return {text.said for text in self.standing() if not text.is_figures and self._sees(text, party)}

    def datasets_of(self, party: str) -> set[str]:
        return {text.said for text in self.standing() if text.is_figures and self._sees(text, party)}

    def secret_to(self, party: str) -> set[str]:
        """What no page may say to a reader of the party; "" is one who reads nothing here."""
        of_texts = {text.said for text in self.texts if not self._sees(text, party)}
        views = {
            view
            for one in self.quarrels
            for owner, view in one.views.items()
            if owner != party and set(one.views) != set(PARTIES)
        }
        return of_texts | views

    def _sees(self, text: Text, party: str) -> bool:
        return bool(party) and (text.party == party or bool(text.seen))

    def whole(self) -> set[str]:
        """What both see whole: what a joint text may hold."""
        return {one.said for one in self.standing() if one.seen == "whole" and not one.is_figures}

    def may_write(self, name: str) -> bool:
        return name in WRITERS

    def may_decide(self, name: str) -> bool:
        return name in DECIDERS or (name == DEPUTY and self.day == HER_DAY)

    def reads(self, name: str) -> bool:
        """Whether the pair's pages open for her today."""
        return name not in BEYOND and (name != DEPUTY or self.day == HER_DAY)

    def approve(self, edition: int, name: str, checksum: str) -> None:
        """A party's half: never by one who gave the other's, and with it the whole when both are of one text."""
        party = self.party[name]
        halves = self.halves.setdefault(edition, {})
        other = {owner: half for owner, half in halves.items() if owner != party and half[0] == checksum}
        assert self.may_decide(name) and edition not in self.decided
        assert all(who != name for _text, who in other.values())
        halves[party] = (checksum, name)
        if other:
            self.decided[edition] = checksum

    def reopened(self, edition: int) -> None:
        """What was approved has ended: its text is another, or somebody has asked for one."""
        self.halves.pop(edition, None)
