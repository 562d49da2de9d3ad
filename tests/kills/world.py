"""A store with one of everything that both decide, written by the services alone: what victims begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

from samsyn.agreements.tests import world as agreements
from samsyn.evidence.services import add_dataset
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.priorities.tests import world as priorities
from samsyn.records.joint import services as joint
from samsyn.releases import kinds
from samsyn.releases import services as releases
from samsyn.steps.activity import services as activity
from samsyn.steps.activity.rules import WITHOUT_GOAL
from samsyn.steps.activity.tests import world as plans
from samsyn.steps.problem.tests import world as problems
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Edition, Finding, Section, SituationPicture
from samsyn.steps.situation.tests import editions
from samsyn.ui.clock import now, today
from tests.small_city import build_all

PERIOD = {"period_start": date(2025, 1, 1), "period_end": date(2026, 1, 1)}
WHOLE = {"scope": "whole", "reason": "Till den gemensamma bilden.", "legal_ground": "not-secret"}
FIGURE = {
    "metric": "crime_assault", "start": "2025-01-01", "end": "2026-01-01", "value": 1259, "state": "value", "base": None,
    "row": 56,
}  # fmt: skip
FINDINGS, PARAGRAPHS = 3, 2  # of each party


def build() -> None:
    """City, people, a lägesbild of both, an edition, a problem, a plan, priorities and an agreement, all decided."""
    cast = build_all()
    norr = AreaPair.objects.select_related("city", "city_area", "police_area").get(slug="exempelstaden-norr")
    whole = agreements.whole_of(norr.city)
    picture = _picture(norr, cast)
    edition = situation.cut_edition(picture=picture, by=cast["astrid"], **PERIOD)
    situation.send_to_review(edition=edition, by=cast["bo"])
    for who in ("lena", "mats"):
        situation.approve_edition(edition=edition, read_checksum=edition.checksum, by=cast[who])
    finding = Finding.objects.filter(shared="whole").first()
    problem = problems.decide(
        problems._whole(norr, cast, finding, title="Otryggt vid torget", place=None), cast
    )
    _plan(norr, cast, problem)
    priorities.decided(cast, whole, today().year)
    agreements.signed(norr, cast)


def _picture(pair: AreaPair, cast: dict[str, Member]) -> SituationPicture:
    picture = situation.open_picture(pair)
    for who in ("astrid", "bo"):
        by = cast[who]
        for number in range(FINDINGS):
            add_finding(picture, by, number)
        for number in range(PARAGRAPHS):
            for part in Section:
                situation.add_paragraph(picture=picture, section=part, text=f"{who} {part} {number}", by=by)
    for area in [pair.city_area, *pair.city_area.parts.all()]:
        editions.judge(picture, area, None, "Få svar.", cast["bo"], coverage=("statistics",))
    for who in ("astrid", "bo"):
        for name in ("Anropen", "Ronderna"):
            add_dataset(
                city=pair.city, source_name="Prov", name=name, kind="incidents", reader="incidents", licence="CC0",
                attribution="Prov", by=cast[who],
            )  # fmt: skip
    for by in (cast["astrid"], cast["bo"]):
        own = [row for kind in kinds.every("text") for row in kind.standing(pair).filter(party=by.party)]
        releases.release(pair, [reference(row) for row in own], **WHOLE, by=by)
    return picture


def reference(row: Any) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def add_finding(picture: SituationPicture, by: Member, number: int) -> Finding:
    """A finding without the import that its figure came by, which only its own party sees."""
    area, source = picture.pair.city_area, editions.add_import(picture.pair.city, by)
    return Finding.objects.create(
        picture=picture,
        statement=f"Slutsats {number} av {by.name}",
        doubt="Vi vet inte om fler anmäler.",
        figures=[{**FIGURE, "area": area.key, "area_name": area.name, "import": source.pk}],
        party=by.party,
        written_by=by,
        written_at=now(),
    )


def _plan(pair: AreaPair, cast: dict[str, Member], problem: Any) -> None:
    edition = Edition.objects.get(state="decided")
    plan = activity.add_plan(
        pair=pair, title="Åtgärdsplan Norr", period_start=plans.START, period_end=plans.END, edition=edition,
        forum=cast["lena"].seats.first().forum, by=cast["astrid"],
    )  # fmt: skip
    action = plans.whole_action(plan, by=cast["bo"], cause=problem.causes.first(), goal=None)
    plans.whole_activity(action, by=cast["bo"], doer=cast["bo"].organisation)
    activity.sign_exception(action=action, rule=WITHOUT_GOAL, reason="Mål saknas än.", by=cast["lena"])
    sent = joint.send_to_review(plan, by=cast["astrid"])
    for who in ("lena", "mats"):
        joint.approve(sent, read_checksum=sent.checksum, by=cast[who])
