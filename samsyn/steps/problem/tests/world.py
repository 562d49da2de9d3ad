"""One typical row of everything in step 2, made by its services: for the tests of the apps above and the access matrix."""

from __future__ import annotations

from typing import Any

from samsyn.people.models import Member
from samsyn.places.models import AreaPair, PlaceKind
from samsyn.places.public_places import add_place
from samsyn.records.joint.services import approve, send_to_review
from samsyn.steps.problem import services
from samsyn.steps.problem.models import (
    CauseKind,
    Perspective,
    ProblemKind,
    ProblemPicture,
    Side,
    Sureness,
    Weight,
)
from samsyn.steps.situation.models import Finding
from samsyn.steps.situation.services import open_picture
from samsyn.ui.clock import now


def figure(pair: AreaPair, value: float = 150) -> dict[str, Any]:
    """A figure as a finding keeps it. No file stands behind it: nothing here reads it again."""
    return {
        "metric": "crime_assault",
        "area": pair.city_area.key,
        "start": "2025-01-01",
        "end": "2026-01-01",
        "import": 1,
        "row": 1,
        "shown": {
            "area_name": pair.city_area.name,
            "value": value,
            "state": "value",
            "base": None,
            "low": None,
            "high": None,
            "rate": None,
        },
    }


def add_finding(
    pair: AreaPair, by: Member, statement: str = "Misshandel anmäls oftare vid torget"
) -> Finding:
    """A finding in the running picture, without the import that its figure came by."""
    return Finding.objects.create(
        shared="whole",
        picture=open_picture(pair),
        statement=statement,
        doubt="Skillnaden är större än slumpen. Vi vet inte om fler anmäler.",
        figures=[figure(pair)],
        party=by.party,
        written_by=by,
        written_at=now(),
    )


def add_problem(pair: AreaPair, by: Member, title: str, **more: Any) -> ProblemPicture:
    """A draft that says what, where, since when and whom."""
    said = {
        "kind": ProblemKind.UNSAFETY,
        "area": pair.city_area,
        "since": "våren 2024",
        "affected": "Boende, butikernas personal och unga 13–20 år",
    }
    return services.add_picture(pair=pair, title=title, by=by, **{**said, **more})


def decide(picture: ProblemPicture, cast: dict[str, Member]) -> ProblemPicture:
    """Both parties have decided the picture."""
    held = send_to_review(picture, by=cast["astrid"])
    for member in (cast["astrid"], cast["bo"]):
        approve(held, read_checksum=held.checksum, by=member)
    return ProblemPicture.objects.get(pk=picture.pk)


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Make a decided problem, an open one that lacks nothing, and one set aside.

    problem, cause, underlying   decided and chosen, two causes that hang together
    draft, draft_cause, draft_link, draft_evidence   open, with every kind of piece
    aside                        set aside with its reason
    {problem} …                  the numbers that addresses need, for the access matrix
    """
    astrid, bo = cast["astrid"], cast["bo"]
    finding = add_finding(norr, astrid)
    place = add_place(
        city=norr.city, name="Gamla torget", kind=PlaceKind.SQUARE, area=norr.city_area, by=astrid
    )
    problem = _whole(norr, cast, finding, title="Otryggt vid Gamla torget på kvällen", place=place)
    draft = _whole(norr, cast, finding, title="Stölder ur bilar vid stationen", place=None)
    aside = add_problem(norr, bo, "Klotter i gångtunneln", kind=ProblemKind.DAMAGE, findings=[finding])
    services.weigh(
        picture=aside,
        weight=Weight.SET_ASIDE,
        reason="Fastighetsägaren sanerar redan inom ett dygn.",
        version=1,
        by=bo,
    )
    direct, underlying = problem.causes.order_by("position")
    open_cause = draft.causes.order_by("position")[0]
    open_link, open_reason = draft.links.get(effect=None), draft.evidence.get(side=Side.FOR)
    return {
        "finding": finding,
        "place": place,
        "problem": decide(problem, cast),
        "cause": direct,
        "underlying": underlying,
        "draft": ProblemPicture.objects.get(pk=draft.pk),
        "draft_cause": open_cause,
        "draft_link": open_link,
        "draft_evidence": open_reason,
        "aside": ProblemPicture.objects.get(pk=aside.pk),
        "{problem}": problem.pk,
        "{open_problem}": draft.pk,
        "{open_problem_cause}": open_cause.pk,
        "{open_problem_link}": open_link.pk,
        "{open_problem_evidence}": open_reason.pk,
    }


def _whole(
    norr: AreaPair, cast: dict[str, Member], finding: Finding, *, title: str, place: Any
) -> ProblemPicture:
    """A draft that lacks nothing: two causes, evidence on both sides, both parties' answers, chosen with a reason."""
    astrid, bo = cast["astrid"], cast["bo"]
    picture = add_problem(norr, astrid, title, place=place, findings=[finding])
    direct = services.add_cause(
        picture=picture,
        text="Inga vuxna på plats när butikerna stänger",
        kind=CauseKind.DIRECT,
        perspective=Perspective.SITUATION,
        grounds="47 av 62 kvällshändelser kom efter att sista butiken stängt.",
        disproof="Om kvällarna med vuxna på plats har lika många bråk som kvällarna utan.",
        by=astrid,
    )
    underlying = services.add_cause(
        picture=picture,
        text="Fritidsgården stänger kl. 18 torsdag–lördag",
        kind=CauseKind.UNDERLYING,
        perspective=Perspective.OFFENDER,
        grounds="Unga säger att de inte har någonstans att vara.",
        effect=direct,
        by=bo,
    )
    for cause, city, police in (
        (direct, Sureness.SURE, Sureness.FAIRLY_SURE),
        (underlying, Sureness.UNSURE, Sureness.SURE),
    ):
        services.answer_certainty(cause=cause, sureness=city, by=astrid)
        services.answer_certainty(cause=cause, sureness=police, by=bo)
    services.add_evidence(
        picture=picture,
        cause=direct,
        side=Side.FOR,
        text="Boende nämner inga vuxna i fyra av fem dialoger.",
        by=astrid,
    )
    services.add_evidence(
        picture=picture,
        cause=direct,
        side=Side.AGAINST,
        text="Bråken ökade inte den sommar då fritidsgården var helt stängd.",
        finding=finding,
        by=bo,
    )
    picture.refresh_from_db()
    services.weigh(
        picture=picture,
        weight=Weight.CHOSEN,
        reason="Många berörs, och båda parter kan påverka det.",
        version=picture.version,
        by=astrid,
    )
    return ProblemPicture.objects.get(pk=picture.pk)
