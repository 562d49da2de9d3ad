"""Four pictures of the same objects: one's own, what the other has released, the joint one, and where they differ.

Nothing here knows more than the reader does: her own authority's rows, and what the other has released to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.releases.access import other
from samsyn.releases.kinds import Kind, every
from samsyn.releases.models import Scope
from samsyn.releases.queries import Item, items


class View(models.TextChoices):
    OWN = "egen", gettext_lazy("Er egen bild")
    THEIRS = "andras", gettext_lazy("Den andras bild")
    JOINT = "gemensam", gettext_lazy("Den gemensamma bilden")
    DIFFERENCES = "skillnader", gettext_lazy("Skillnaderna")


@dataclass(frozen=True)
class Seen:
    """One object as the reader sees it. `mark` says who else sees it, in words."""

    item: Item
    mark: str


@dataclass(frozen=True)
class Topic:
    """What is about one thing: the reader's own authority to the left, the other to the right. `note` says how they differ."""

    title: str
    own: list[Seen]
    theirs: list[Seen]
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """Something that both have judged, and judged differently."""

    title: str
    city: str
    police: str
    url: str


Judges = Callable[[AreaPair, str], Iterable[Judged]]
_judges: list[Judges] = []


def register_judges(find: Judges) -> None:
    """Let an app say what the parties of a pair have judged differently, as far as the reader's party may know."""
    if find not in _judges:
        _judges.append(find)


def judged_apart(pair: AreaPair, party: str) -> list[Judged]:
    return [one for find in _judges for one in find(pair, party)]


def topics(pair: AreaPair, party: str, view: str) -> list[Topic]:
    """Return the objects of one view, by what they are about; topics with nothing to show are left out."""
    own = [*_all(pair, party, shared=True), *_all(pair, party, shared=False)]
    theirs = _all(pair, other(party), shared=True)
    if view == View.OWN:
        theirs = []
    elif view == View.THEIRS:
        own = []
    elif view == View.JOINT:
        own, theirs = [one for one in own if _is_whole(one)], [one for one in theirs if _is_whole(one)]
    found = [Topic(title, *sides) for title, sides in _by_topic(own, theirs, party).items()]
    if view != View.DIFFERENCES:
        return found
    return [one for topic in found if (one := _compared(topic, other(party)))]


def _all(pair: AreaPair, party: str, *, shared: bool) -> list[Item]:
    groups = dict.fromkeys(kind.group for kind in every())
    return [one for group in groups for one in items(pair, party, shared=shared, group=group)]


def _is_whole(item: Item) -> bool:
    return bool(item.row.shared == most_of(item.kind))


def most_of(kind: Kind) -> str:
    """The scope at which both see all of an object."""
    return kind.scopes[-1][0] if kind.scopes else str(Scope.WHOLE.value)


def _by_topic(own: list[Item], theirs: list[Item], party: str) -> dict[str, tuple[list[Seen], list[Seen]]]:
    found: dict[str, tuple[list[Seen], list[Seen]]] = {}
    for side, rows in enumerate((own, theirs)):
        for item in rows:
            title = item.kind.topic(item.row) or str(item.kind.label)
            found.setdefault(title, ([], []))[side].append(Seen(item, _mark(item, party)))
    return found


def _mark(item: Item, party: str) -> str:
    """Who sees an object, in words."""
    if not item.row.shared:
        return _("bara ni ser det")
    if _is_whole(item):
        return _("båda ser det")
    if item.kind.owner_of(item.row) == party:
        return _("den andra ser en del: %(scope)s") % {"scope": item.scope}
    return _("ni ser en del: %(scope)s") % {"scope": item.scope}


def _compared(topic: Topic, theirs: str) -> Topic | None:
    """Keep what one side sees and the other does not, or not whole, and say when only one side is there; None when all is alike."""
    own = [one for one in topic.own if not _is_whole(one.item)]
    part = [one for one in topic.theirs if not _is_whole(one.item)]
    alike = len(topic.own) - len(own) + len(topic.theirs) - len(part)
    note = ""
    if not topic.own:
        note = _("Ni har inte skrivit något om det.")
    elif not topic.theirs:
        note = _("Polisen har inte släppt något om det.")
        if theirs != Party.POLICE:
            note = _("Staden har inte släppt något om det.")
    elif not own and not part:
        return None
    elif alike:
        note = ngettext("%(n)s till ser båda lika.", "%(n)s till ser båda lika.", alike) % {"n": alike}
    return Topic(topic.title, own, part, note)
