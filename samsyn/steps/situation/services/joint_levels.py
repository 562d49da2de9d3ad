"""From two judgements of an area to one level, or to a recorded difference."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.judging import queries as judging
from samsyn.judging import services as judged
from samsyn.judging.models import Settlement
from samsyn.judging.queries import Matter
from samsyn.judging.rules import PARTIES
from samsyn.people.models import Member
from samsyn.places.models import Area
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture
from samsyn.steps.situation.queries.judged import matter_of, scale_of, value_of
from samsyn.steps.situation.services import levels as rules
from samsyn.steps.situation.services.pictures import cleaned, must_write
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError


@transaction.atomic
def judge_level(
    *,
    picture: SituationPicture,
    area: Area,
    level: Level | None,
    reason: str,
    by: Member,
    settled: int = 0,
    version: int = 0,
    difference: str = "",
) -> LevelAssessment | None:
    """Judge an area of the pair for one's own party, and log it. Return the joint level when both have judged alike.

    level       None says "tunt underlag": too little is known to judge
    settled     the version of the joint level that the writer had before her, 0 when there was none
    version     that of her own party's judgement since then, 0 when there was none
    difference  why the whole is judged otherwise than the gravest of its parts; compulsory when it is

    The other party sees it when it has judged too. A level that needs coverage is refused when fewer than two kinds of
    evidence are at hand.
    """
    matter = _held(picture, area, settled, by)
    reason = cleaned(reason, what=_("Skälet"))
    rules.check_coverage(level, rules.have(area))
    reason = rules.with_difference(picture, area, level, reason, difference.strip())
    judged.give(matter, value=value_of(level), grounds=reason, version=version, by=by)
    agreed = judged.agree_as_equal(matter, by=by)
    return _set(picture, area, matter, agreed, by=by) if agreed is not None else None


@transaction.atomic
def propose_level(
    *,
    picture: SituationPicture,
    area: Area,
    level: Level | None,
    reason: str,
    by: Member,
    settled: int,
    version: int,
    difference: str = "",
) -> Settlement:
    """Propose the joint level of an area that both have judged. It stands when the other party has accepted it.

    version  of the proposal that stood when the writer read, 0 when there was none
    """
    matter = _held(picture, area, settled, by)
    reason = cleaned(reason, what=_("Skälet"))
    rules.check_coverage(level, rules.have(area))
    reason = rules.with_difference(picture, area, level, reason, difference.strip())
    return judged.propose(matter, value=value_of(level), grounds=reason, version=version, by=by)


@transaction.atomic
def accept_level(
    *, picture: SituationPicture, area: Area, settled: int, version: int, by: Member
) -> LevelAssessment:
    """Accept the joint level that the other party has proposed, as it was read, and log it."""
    matter = _held(picture, area, settled, by)
    agreed = judged.accept(matter, version=version, by=by)
    return _set(picture, area, matter, agreed, by=by)


@transaction.atomic
def differ_on_level(
    *, picture: SituationPicture, area: Area, settled: int, says: str, by: Member
) -> LevelAssessment:
    """Record that the parties differ on an area, with one's own party's sentence, and log it.

    When it is recorded already, the sentence joins the other party's, or takes the place of one's own. `settled` is then
    still the version from before the difference.
    """
    must_write(by, picture)
    rules.check_area(picture, area)
    _locked(picture)
    matter = matter_of(picture, area, settled)
    standing = LevelAssessment.objects.filter(picture=picture, area=area).order_by("-version").first()
    if standing is not None and standing.version == settled + 1 and standing.is_differing:
        judged.differ(matter, says=says, by=by)
        return standing
    _check_settled(standing, settled)
    row = judged.differ(matter, says=says, by=by)
    return _set(picture, area, matter, row, by=by)


def _held(picture: SituationPicture, area: Area, settled: int, by: Member) -> Matter:
    """Check the writer, hold the picture, and return what is judged now."""
    must_write(by, picture)
    rules.check_area(picture, area)
    _locked(picture)
    standing = LevelAssessment.objects.filter(picture=picture, area=area).order_by("-version").first()
    _check_settled(standing, settled)
    return matter_of(picture, area, settled)


def _locked(picture: SituationPicture) -> None:
    SituationPicture.objects.select_for_update(no_key=True).get(pk=picture.pk)


def _check_settled(standing: LevelAssessment | None, settled: int) -> None:
    if (standing.version if standing else 0) == settled:
        return
    name = ""
    if standing is not None:
        name = _("Oeniga") if standing.is_differing else rules.name_of(standing.level)
    raise StaleError(
        _(
            "Läget sparades inte. Parterna har avgjort områdets läge sedan du öppnade sidan. "
            "Läs vad ni kom fram till, och bedöm på nytt om det behövs."
        ),
        theirs=f"{name}\n\n{standing.reason}" if standing is not None else "",
    )


def _set(
    picture: SituationPicture, area: Area, matter: Matter, settlement: Settlement, *, by: Member
) -> LevelAssessment:
    """Write what the parties have come to as the area's level, and log it."""
    said = judging.stand(matter, by.party).said
    scale = scale_of(picture.pair)
    level = scale.get(settlement.value)
    row = LevelAssessment.objects.create(
        picture=picture,
        area=area,
        level=level,
        reason=settlement.grounds or "\n\n".join(dict.fromkeys(said[party].grounds for party in PARTIES)),
        coverage=rules.have(area),
        party=by.party,
        judged_by=by,
        judged_at=now(),
        version=matter.round,
        settlement=settlement,
        is_differing=settlement.differs,
        city_level=scale.get(said["city"].value),
        police_level=scale.get(said["police"].value),
    )
    record(
        Event.LEVEL_SET,
        row,
        by=by,
        pair_id=picture.pair_id,
        area=area.pk,
        level=level.code if level else None,
        differs=settlement.differs,
        version=row.version,
    )
    return row
