"""Rundturen: ten stops in the example, in which all twelve parts of the model are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair

SESSION = "rundtur"  # the stop where one is, in the session

# The twelve parts of the model Trygg i Göteborg
PARTS: dict[str, Promise | str] = {
    "step-1": _("steg 1, lägesbild"),
    "step-2": _("steg 2, problembild"),
    "step-3": _("steg 3, syfte och mål"),
    "step-4": _("steg 4, metod, resurs och organisation"),
    "step-5": _("steg 5, aktivitet och åtgärd"),
    "step-6": _("steg 6, uppföljning"),
    "central": _("den centrala överenskommelsen"),
    "local": _("de lokala överenskommelserna"),
    "operational": _("verksamhetsavtalen"),
    "conference": _("den årliga konferensen"),
    "residents": _("de boendes syn"),
    "circle": _("det slutna varvet"),
}


@dataclass(frozen=True)
class Stop:
    """One stop: what it is called, what to look at, and where it is.

    parts  codes of PARTS that are shown there
    """

    title: Promise | str
    look: Promise | str
    address: Callable[[AreaPair], str]
    parts: tuple[str, ...] = ()


def _of_pair(name: str) -> Callable[[AreaPair], str]:
    return lambda pair: reverse(name, args=[pair.slug])


def _of_city(name: str) -> Callable[[AreaPair], str]:
    return lambda pair: reverse(name, args=[pair.city.slug])


STOPS = (
    Stop(
        _("Paret och hjulet"),
        _(
            "Hjulet har ett fält för varje steg. Området står mitt i sitt andra varv. "
            "Se vad som är beslutat, vad som är sent och vem som har bollen."
        ),
        _of_pair("home:pair"),
    ),
    Stop(
        _("Lägesbilden"),
        _(
            "Staden och polisen ser samma tal, och de boendes trygghet bredvid anmälda brott. "
            "Tryck på ett tal: två klick leder till filen som det kom ur."
        ),
        _of_pair("situation:picture"),
        ("step-1", "residents"),
    ),
    Stop(
        _("Problembilderna"),
        _(
            "Öppna ett problem. Orsakerna står som ett träd, med skäl för och emot. "
            "Parterna har svarat var för sig hur säkra de är."
        ),
        _of_pair("problem:pictures"),
        ("step-2",),
    ),
    Stop(
        _("Syfte och mål"),
        _(
            "Varje mål har utgångsvärde, målvärde och dag. Sidan säger om förändringen går att skilja från slumpen. "
            "Stadens prioriteringar från konferensen står överst."
        ),
        _of_pair("purpose:purposes"),
        ("step-3",),
    ),
    Stop(
        _("Metod, resurs och organisation"),
        _("En metod för varje orsak, timmar och kronor från båda parter, och vem som gör vad."),
        _of_pair("method:plans"),
        ("step-4",),
    ),
    Stop(
        _("Åtgärdsplanen"),
        _(
            "Samma rader som lista, kalender och karta. Hanna räknar det som är gjort från sin telefon. "
            "Varje åtgärd hänger på en orsak och ett mål, eller bär ett undantag som någon har skrivit under."
        ),
        _of_pair("activity:plans"),
        ("step-5",),
    ),
    Stop(
        _("Uppföljningen"),
        _(
            "Tre frågor hålls isär: gjordes det, kom det fram, blev problemet mindre? "
            "Slutsatsen tas upp i nästa lägesbild. Där sluts varvet."
        ),
        _of_pair("followup:followups"),
        ("step-6", "circle"),
    ),
    Stop(
        _("Röda tråden"),
        _("Från tal till effekt i en obruten kedja. Varje avbrott är rött och säger vad ni gör åt det."),
        _of_pair("chain:thread"),
        ("circle",),
    ),
    Stop(
        _("Överenskommelserna"),
        _(
            "Under den centrala hänger en lokal för varje par och verksamhetsavtal för det som behöver ett eget. "
            "Se vilken som snart upphör."
        ),
        _of_city("agreements:city"),
        ("central", "local", "operational"),
    ),
    Stop(
        _("Konferensen"),
        _(
            "En gång om året väljer båda parter vad som går först. "
            "Se vad som blev av förra årets val, och vad som väntar om två veckor."
        ),
        _of_city("conference:city"),
        ("conference",),
    ),
)


def pair_to_show(member: Member) -> AreaPair | None:
    """Return the example's pair where the most has happened, of those that the member reads; None without one."""
    from django.db.models import Count, OuterRef, Subquery

    from samsyn.audit.models import LogEntry

    entries = LogEntry.objects.filter(pair_id=OuterRef("pk")).order_by()
    count = entries.values("pair_id").annotate(n=Count("pk")).values("n")
    rows = access.visible_pairs(member).filter(city__is_example=True, is_whole=False, valid_to=None)
    return rows.annotate(entries=Subquery(count)).order_by("-entries").first()


@dataclass(frozen=True)
class Place:
    """Where one is on the tour: what the bar on every page says."""

    number: int
    stop: Stop

    @property
    def last(self) -> int:
        return len(STOPS)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def place_of(number: object) -> Place | None:
    """Return the place of a stop's number as the session keeps it; None for no tour, or nonsense."""
    if not isinstance(number, int) or not 1 <= number <= len(STOPS):
        return None
    return Place(number, STOPS[number - 1])
