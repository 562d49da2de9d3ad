"""One object of each kind in each state, all of the police, with a word of its own in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from samsyn.evidence.audience import JOINT, reading_for
from samsyn.evidence.models import DataImport
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.releases import services as releases
from samsyn.steps.followup import services as followup
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Edition, Finding, Section
from samsyn.steps.situation.queries.figures import figures_by_reference
from samsyn.steps.situation.tests.editions import PERIOD
from tests.access import objects_data, objects_said

STATES = ("own", "words", "whole", "withdrawn", "published")
TEXTS = tuple(
    f"X{kind}-{state}"
    for kind in ("paragraph", "finding")
    for state in STATES
    if not (kind == "paragraph" and state == "words")
)
MARKS = (*TEXTS, *objects_data.MARKS, *objects_said.MARKS)
NOISE = 2  # questions to the database: a page that is read anew may ask one more


def make_paragraph(pair: AreaPair, by: Member, mark: str) -> Any:
    return situation.add_paragraph(
        picture=situation.open_picture(pair), section=Section.ANALYSIS, text=f"{mark} säger vi.", by=by
    )


def make_finding(pair: AreaPair, by: Member, mark: str) -> Any:
    with reading_for(JOINT):  # a figure that both may build on
        figures = list(figures_by_reference(pair))[:1]
    return situation.add_finding(
        picture=situation.open_picture(pair),
        statement=f"{mark} är sett",
        doubt=f"Tvivel om {mark}.",
        figures=figures,
        by=by,
    )


MAKE: Mapping[str, Callable[[AreaPair, Member, str], Any]] = {
    "paragraph": make_paragraph,
    "finding": make_finding,
}


def _reference(row: Any) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def _release(pair: AreaPair, by: Member, row: Any, scope: str = "whole") -> None:
    releases.release(pair, [_reference(row)], scope=scope, reason="Skäl.", legal_ground="not-secret", by=by)


def bring_up_to_date(pair: AreaPair, cast: dict[str, Member]) -> Edition:
    """Cut the draft anew of what both see now, and return it. A later step's world has a finding that rests on no file: it is left out."""
    known = set(DataImport.objects.values_list("pk", flat=True))
    for row in Finding.objects.filter(picture__pair=pair):
        if not {figure.get("import") for figure in row.figures} <= known:
            Finding.objects.filter(pk=row.pk).update(shared="")
    edition = Edition.objects.select_related("picture__pair").get(picture__pair=pair, state="draft")
    situation.recut(edition=edition, by=cast["astrid"])
    edition.refresh_from_db()
    return edition


def build(pair: AreaPair, cast: dict[str, Member]) -> dict[str, dict[str, Any]]:
    """Everything in every state. What is published stands in an edition that both have decided.

    Return the addresses of the rows that the tables of routes do not know: what is asked for, by name of route and mark.
    """
    by, made = cast["bo"], {}
    for mark in TEXTS:
        kind, _dash, state = mark[1:].partition("-")
        made[mark] = MAKE[kind](pair, by, mark)
        if state == "published":
            _release(pair, by, made[mark])
    known = {**objects_data.build(pair, cast), **objects_said.build(pair, cast)}
    edition = bring_up_to_date(pair, cast)
    situation.send_to_review(edition=edition, by=cast["astrid"])
    for member in (cast["astrid"], by):
        situation.approve_edition(edition=edition, read_checksum=edition.checksum, by=member)
    for mark, row in made.items():
        state = mark.rpartition("-")[2]
        if state in {"words", "whole", "withdrawn"}:
            _release(pair, by, row, "words" if state == "words" else "whole")
        if state == "withdrawn":
            releases.withdraw(pair, _reference(row), reason="Ångrat.", by=by)
    situation.cut_edition(picture=edition.picture, by=cast["astrid"], **PERIOD)
    return known


def make_ready_for_own(pair: AreaPair, cast: dict[str, Member]) -> None:
    """What must stand before the police keep anything for themselves: a cause that nobody has answered for, a measured
    follow-up, a colleague who reads files in.
    """
    objects_data.analyst(pair, cast)
    objects_said.add_cause(pair, cast["astrid"])
    for row in objects_said.unmeasured(pair)[:1]:
        followup.measure(followup=row, by=cast["cilla"])


def keep_for_oneself(pair: AreaPair, cast: dict[str, Member]) -> None:
    """What the police do that nobody else may notice.

    They write for themselves, and change and remove it; read a file in; judge a level, say how sure they are of a cause
    and what they conclude of a follow-up, all before the city has.
    """
    by = cast["bo"]
    for kind, make in MAKE.items():
        make(pair, by, f"X{kind}-own")
    row = make_paragraph(pair, by, "Xparagraph-own")
    situation.change_paragraph(paragraph=row, text="Xparagraph-own igen", version=row.version, by=by)
    row.refresh_from_db()
    situation.remove_paragraph(paragraph=row, version=row.version, by=by)
    objects_data.read_in(pair, objects_data.analyst(pair, cast), "Xdataset-own")
    objects_said.judge(pair, by, objects_said.OWN_AREA, "Xjudgement-own")
    objects_said.be_sure(pair, by)
    objects_said.conclude(objects_said.unanswered(pair)[0], by, "Xconclusion-own")
