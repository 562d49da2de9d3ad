"""The problem itself: what, where, since when, who is affected, what shows it, and whether the parties take it on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair, Place
from samsyn.places.public_places import add_place
from samsyn.records.joint.services import must_write, open_for_change, required
from samsyn.releases.queries import joint
from samsyn.steps.problem.models import ProblemKind, ProblemPicture, Weight
from samsyn.steps.situation.models import Finding
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


@dataclass(frozen=True)
class NewPlace:
    """A public place that is written together with the problem."""

    name: str
    kind: str


@transaction.atomic
def add_picture(
    *,
    pair: AreaPair,
    title: str,
    kind: str,
    area: Area,
    since: str,
    affected: str,
    by: Member,
    place: Place | None = None,
    new_place: NewPlace | None = None,
    description: str = "",
    findings: Iterable[Finding] = (),
) -> ProblemPicture:
    """Begin on a problem picture and log it. What is lacking is asked for before review, not here: only the title is needed."""
    must_write(by, pair)
    _check(pair, kind=kind, area=area, place=place)
    chosen = _findings(pair, findings, kept=())
    picture = ProblemPicture.objects.create(
        pair=pair,
        title=required(title, what=_("Problemets namn")),
        kind=kind,
        area=area,
        place=_place(pair, place, new_place, area, by),
        since=since.strip(),
        affected=affected.strip(),
        description=description.strip(),
        added_by=by,
        added_at=now(),
    )
    picture.findings.set(chosen)
    record(Event.PROBLEM_ADDED, picture, by=by, pair_id=pair.pk, kind=str(kind), findings=len(chosen))
    return picture


@transaction.atomic
def change_picture(
    *,
    picture: ProblemPicture,
    version: int,
    title: str,
    kind: str,
    area: Area,
    since: str,
    affected: str,
    by: Member,
    place: Place | None = None,
    new_place: NewPlace | None = None,
    description: str = "",
    findings: Iterable[Finding] = (),
) -> ProblemPicture:
    """Change what the problem is, where and since when, and what shows it, and log it.

    version  `ProblemPicture.version` as it was read; raises StaleError when somebody has saved since
    """
    held = open_for_change(picture, by=by)
    _must_be_current(held, version)
    _check(held.pair, kind=kind, area=area, place=place)
    chosen = _findings(held.pair, findings, kept=held.findings.values_list("pk", flat=True))
    held.title = required(title, what=_("Problemets namn"))
    held.kind, held.area, held.place = kind, area, _place(held.pair, place, new_place, area, by)
    held.since, held.affected, held.description = since.strip(), affected.strip(), description.strip()
    held.version += 1
    held.save()
    held.findings.set(chosen)
    record(
        Event.PROBLEM_CHANGED,
        held,
        by=by,
        pair_id=held.pair_id,
        kind=str(kind),
        findings=len(chosen),
        version=held.version,
    )
    return held


@transaction.atomic
def weigh(*, picture: ProblemPicture, weight: str, reason: str, version: int, by: Member) -> ProblemPicture:
    """Say whether the parties take the problem on, and why, and log it. To set aside is a decision too.

    version  as in `change_picture`
    """
    held = open_for_change(picture, by=by)
    _must_be_current(held, version)
    if weight not in Weight.values:
        raise UserError(
            _(
                "Prioriteringen sparades inte. Det saknas ett val. Välj om ni prioriterar problemet eller lägger det åt sidan."
            )
        )
    if weight != Weight.NOT_WEIGHED and not reason.strip():
        raise UserError(
            _("Prioriteringen sparades inte. Det saknas ett skäl. Skriv varför ni väljer så och spara igen.")
        )
    held.weight, held.weight_reason = weight, reason.strip()
    held.version += 1
    held.save(update_fields=["weight", "weight_reason", "version"])
    record(Event.PROBLEM_WEIGHED, held, by=by, pair_id=held.pair_id, weight=str(weight), version=held.version)
    return held


def _must_be_current(picture: ProblemPicture, version: int) -> None:
    if picture.version != version:
        facts = [picture.title, picture.since, picture.affected, picture.description, picture.weight_reason]
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat problembilden sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs="\n\n".join(fact for fact in facts if fact),
        )


def _check(pair: AreaPair, *, kind: str, area: Area, place: Place | None) -> None:
    if kind not in ProblemKind.values:
        raise UserError(
            _("Problembilden sparades inte. Det saknas ett slag. Välj det slag som passar bäst, eller Annat.")
        )
    if area.pk not in {one.pk for one in areas_of(pair)}:
        raise UserError(
            _(
                "Problembilden sparades inte. %(area)s hör inte till områdesparet. Välj ett område som hör dit."
            )
            % {"area": area.name}
        )
    if place is not None and place.city_id != pair.city_id:
        raise UserError(
            _(
                "Problembilden sparades inte. %(place)s ligger i en annan stad. Välj en plats i %(city)s eller skriv en ny."
            )
            % {"place": place.name, "city": pair.city.name}
        )


def _place(
    pair: AreaPair, place: Place | None, new_place: NewPlace | None, area: Area, by: Member
) -> Place | None:
    if new_place is None:
        return place
    return add_place(city=pair.city, name=new_place.name, kind=new_place.kind, area=area, by=by)


def _findings(pair: AreaPair, findings: Iterable[Finding], *, kept: Iterable[int]) -> list[Finding]:
    """Return the findings; raise UserError for one of another pair, or one removed since it was shown.

    kept  those that the picture has already: they may stay though their party has removed them from the lägesbild
    """
    chosen = {finding.pk: finding for finding in findings}
    rows = Finding.objects.select_for_update(of=("self",)).filter(pk__in=chosen, picture__pair=pair)
    known = joint(rows).order_by("pk")  # held: one of them may be taken back now
    standing = {finding.pk for finding in known if finding.removed_at is None or finding.pk in set(kept)}
    if chosen.keys() - standing:
        raise UserError(
            _(
                "Problembilden sparades inte. En slutsats som du valde finns inte längre i lägesbilden. "
                "Välj bland dem som står där nu och spara igen."
            )
        )
    return list(chosen.values())
