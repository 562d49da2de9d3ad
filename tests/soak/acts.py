"""Act at random until killed: files in, paragraphs, levels, editions and problem pictures decided, agreements signed.

Run as `python -m tests.soak.acts SEED`. With a number: act so many times, and on until each kind of thing is decided; then stop.
"""

from __future__ import annotations

import io
import random
import sys
from datetime import date
from typing import Any

SECTIONS = ["mapping", "other", "analysis"]
MOST = 1000


def act(dice: random.Random) -> None:
    """Do one thing that a person may do; being told no is fine."""
    from samsyn.ui.errors import UserError

    try:
        dice.choice(ACTS)(dice)
    except UserError:
        pass


def _members():
    from samsyn.people.models import Member

    return {member.email.split("@")[0]: member for member in Member.objects.select_related("organisation")}


def _picture():
    from samsyn.places.models import AreaPair
    from samsyn.steps.situation.services import open_picture

    return open_picture(AreaPair.objects.get(slug="exempelstaden-norr"))


def _import(dice: random.Random) -> None:
    from samsyn.evidence import services
    from samsyn.evidence.models import Dataset
    from samsyn.places.models import City

    city, cilla = City.objects.get(slug="exempelstaden"), _members()["cilla"]
    rows = [
        f"{year},{area},{level},{dice.randint(1000, 9000)}"
        for year in range(2015, 2026)
        for area, level in (("Norr", "stadsområde"), ("Söder", "stadsområde"), ("Exempelstaden", "kommun"))
    ]
    file = io.BytesIO("\n".join(["ar,omrade,niva,folkmangd", *rows]).encode())
    dataset = Dataset.objects.filter(city=city, slug="folkmangd").first() or services.add_dataset(
        city=city, source_name="Prov", name="Folkmängd", kind="observations", reader="population", licence="CC0",
        attribution="Prov", is_public=True, by=cilla,
    )  # fmt: skip
    made = services.receive_file(city=city, upload=file, file_name="folkmangd.csv", by=cilla)
    services.choose(
        data_import=made, dataset=dataset, reader="population", options={}, division=None, by=cilla
    )
    services.confirm_and_run(data_import=made, by=cilla)


def _paragraph(dice: random.Random, section: str = "") -> None:
    from samsyn.steps.situation import services

    services.add_paragraph(
        picture=_picture(), section=section or dice.choice(SECTIONS), text=f"Stycke {dice.random()}",
        by=(by := _members()[dice.choice(["astrid", "bo"])]),
    )  # fmt: skip
    _release(by)


def _release(by: Any) -> None:
    """Let the other party see all that this one has written."""
    from samsyn.releases import queries, services

    pair = _picture().pair
    if own := [one.reference for one in queries.items(pair, by.party, shared=False)]:
        services.release(pair, own, scope="whole", reason="Skäl", legal_ground="not-secret", by=by)


def _withdraw(dice: random.Random) -> None:
    """Take one text back, if it may be."""
    from samsyn.releases import queries, services

    pair = _picture().pair
    by = _members()[dice.choice(["astrid", "bo"])]
    if shared := queries.items(pair, by.party, shared=True):
        services.withdraw(pair, dice.choice(shared).reference, reason="Skäl", by=by)


def _finding(dice: random.Random) -> None:
    from samsyn.steps.situation import services
    from samsyn.steps.situation.queries.figures import figures_by_reference

    picture = _picture()
    figures = list(figures_by_reference(picture.pair))
    if figures:
        services.add_finding(
            picture=picture, statement=f"Slutsats {dice.random()}", doubt="Osäkert.", figures=[dice.choice(figures)],
            by=_members()["astrid"],
        )  # fmt: skip
        _release(_members()["astrid"])


def _level(dice: random.Random) -> None:
    from samsyn.steps.situation import services
    from samsyn.steps.situation.queries.judged import stands_of

    picture = _picture()
    area = picture.pair.city_area
    latest = picture.levels.filter(area=area).order_by("-version").first()
    settled = latest.version if latest else 0
    by = _members()[dice.choice(["astrid", "bo"])]
    mine = stands_of(picture.pair, [area.pk], by.party).get(area.pk, {}).get(settled + 1)
    services.judge_level(
        picture=picture, area=area, level=None, reason=f"Skäl {dice.random()}", settled=settled,
        version=mine.version if mine else 0, by=by,
    )  # fmt: skip


def _edition(dice: random.Random) -> None:
    from samsyn.steps.situation import services
    from samsyn.steps.situation.models import Edition

    members, picture = _members(), _picture()
    edition = Edition.objects.filter(picture=picture, state__in=["draft", "in-review"]).first()
    if edition is None:
        services.cut_edition(
            picture=picture, period_start=date(2025, 1, 1), period_end=date(2026, 1, 1), by=members["astrid"]
        )
    elif dice.random() < 0.2:
        services.recut(edition=edition, by=members["bo"])
    elif edition.state == "draft":
        services.send_to_review(edition=edition, by=members["astrid"])
    elif dice.random() < 0.1:
        services.ask_for_change(edition=edition, reason="Prov", by=members["bo"])
    else:
        who = members[dice.choice(["astrid", "bo", "lena", "mats"])]
        services.approve_edition(edition=edition, read_checksum=edition.checksum, by=who)


def _problem(dice: random.Random) -> None:
    """Begin a problem, write in it, send it, approve it, ask for a change, or begin its next version."""
    from samsyn.records.joint import services as joint
    from samsyn.steps.problem import services
    from samsyn.steps.problem.models import ProblemPicture

    members, picture = _members(), _picture()
    row = ProblemPicture.objects.filter(pair=picture.pair).standing().order_by("-pk").first()
    finding = picture.findings.filter(removed_at=None).first()
    if finding is None:
        return
    if row is None or (row.state == "decided" and dice.random() < 0.5):
        services.add_picture(
            pair=picture.pair, title=f"Problem {dice.random()}", kind="other", area=picture.pair.city_area, since="i år",
            affected="Boende", findings=[finding], by=members["bo"],
        )  # fmt: skip
    elif row.state == "decided":
        joint.start_version(row, by=members["astrid"])
    elif row.state == "draft":
        _write_in(dice, row, members)
    elif dice.random() < 0.1:
        joint.ask_for_change(row, reason="Prov", by=members["bo"])
    else:
        who = members[dice.choice(["astrid", "bo", "lena", "mats"])]
        joint.approve(row, read_checksum=row.checksum, by=who)


def _write_in(dice: random.Random, row, members) -> None:
    from samsyn.records.joint import services as joint
    from samsyn.steps.problem import services

    cause = row.causes.filter(removed_at=None).first()
    if cause is None:
        services.add_cause(
            picture=row,
            text="En orsak",
            kind="direct",
            perspective="situation",
            grounds="Skäl",
            by=members["astrid"],
        )
    elif row.weight == "not-weighed":
        services.weigh(
            picture=row, weight="chosen", reason="Viktigt", version=row.version, by=members["astrid"]
        )
    elif cause.certainties.count() < 2:
        for who in ("astrid", "bo"):
            services.answer_certainty(cause=cause, sureness=dice.randint(1, 3), by=members[who])
    else:
        joint.send_to_review(row, by=members["astrid"])


def _agreement(dice: random.Random) -> None:
    from tests.soak import acts_agreements

    acts_agreements.act(dice, _picture().pair, _members())


ACTS = [
    *(_import, _import, _paragraph, _finding, _level, _edition, _edition, _problem, _problem),
    *(_agreement, _agreement, _agreement, _withdraw),
]


def _has_all_happened() -> bool:
    """Whether something of each kind has come to its end: a kill afterwards finds all of it."""
    from samsyn.agreements.models import Signature
    from samsyn.steps.problem.models import ProblemPicture
    from samsyn.steps.situation.models import Edition

    decided = (model.objects.exclude(decided_at=None) for model in (Edition, ProblemPicture))
    return all(rows.exists() for rows in (*decided, Signature.objects))


def main() -> None:
    import django

    django.setup()
    import duckdb  # noqa: F401 - loaded before the clock starts, as in a worker that has been at it for a while
    import pyarrow.parquet  # noqa: F401

    dice = random.Random(int(sys.argv[1]))
    print("ready", flush=True)
    if len(sys.argv) > 2:
        for section in SECTIONS:
            _paragraph(dice, section)
        for step in (_import, _finding, _level):
            step(dice)
        for time in range(MOST):
            if time >= int(sys.argv[2]) and _has_all_happened():
                return
            act(dice)
        return
    while True:
        act(dice)


if __name__ == "__main__":
    main()
