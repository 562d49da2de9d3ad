"""What victims do: each act is one call of one service, said beforehand with what will be so once it has succeeded.

A fact is a key and a value: what a row holds, as `checker.Store.value` reads it with SQL. An act that is killed has left all
of its facts as they were, or all as it said.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.models import Approval, Decision
from samsyn.releases import kinds
from samsyn.releases import services as releases
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Edition, Paragraph, Section, SituationPicture
from samsyn.steps.situation.services.editions import set_registry_number
from tests.kills.world import PERIOD, reference

Key = tuple[Any, ...]
Facts = list[tuple[Key, Any]]
MOST_PARAGRAPHS = 16
WRITERS, CHIEFS = ("astrid", "bo"), ("lena", "mats")
DATASETS = ("Anropen", "Ronderna")
OPEN = ("draft", "in-review")


@dataclass
class Act:
    """One call that is about to be made.

    facts  what will be so when it has succeeded
    run    the call; it may return more facts, known only afterwards
    """

    name: str
    facts: Facts
    run: Callable[[], Facts | None]


@dataclass
class Scene:
    """What every act needs: the pair, its picture, the people."""

    pair: AreaPair
    picture: SituationPicture
    cast: dict[str, Member]
    dice: random.Random

    def one_of(self, keys: tuple[str, ...]) -> Member:
        return self.cast[self.dice.choice(keys)]


def scene(dice: random.Random) -> Scene:
    """Read the scene from the database."""
    picture = SituationPicture.objects.select_related("pair__city", "pair__city_area__division").get()
    members = Member.objects.select_related("organisation")
    return Scene(picture.pair, picture, {one.email.split("@")[0]: one for one in members}, dice)


def propose(on: Scene) -> Act:
    """Draw acts until one has something to do."""
    from tests.kills import acts_joint

    deck = [*DECK, *acts_joint.DECK]
    while True:
        if made := on.dice.choice(deck)(on):
            return made


def label(row: Any) -> str:
    return str(row._meta.label_lower)


def rows_of(on: Scene, party: str, *, shared: bool) -> list[Any]:
    """What a party owns that stands, released or not, of every kind that is registered."""
    rows = [
        row
        for kind in kinds.every()
        for row in kind.standing(on.pair).filter(**{kind.owner_field: party})
        if kind.may_release(on.cast["astrid" if party == "city" else "bo"], row)
    ]
    return [row for row in rows if bool(row.shared) == shared and _is_ours(row)]


def _is_ours(row: Any) -> bool:
    """Open statistics stand released from their first file on, without a release: nobody takes them back here."""
    return label(row) != "evidence.dataset" or row.name in DATASETS


def release(on: Scene) -> Act | None:
    """Release one to three texts in one go, all or none, or one dataset; some without their figures or places."""
    by = on.one_of(WRITERS)
    rows = rows_of(on, by.party, shared=False)
    if not rows:
        return None
    kind = kind_of(on.dice.choice(rows))
    scope = on.dice.choice([code for code, _words in kind.scopes] or ["words", "whole", "whole"])
    chosen = [row for row in rows if bool(kind_of(row).scopes) == bool(kind.scopes)]
    chosen = on.dice.sample(chosen, min(len(chosen), on.dice.randint(1, 3)))
    said = {"scope": scope, "reason": "Skäl.", "legal_ground": "not-secret"}

    def seen(row: Any) -> str:
        return scope if kind_of(row).has_figures or kind.scopes else "whole"

    return Act(
        f"release-{scope}",
        [(("shared", label(row), row.pk), seen(row)) for row in chosen],
        lambda: [
            (("release", made.pk), made.scope)
            for made in releases.release(on.pair, [reference(row) for row in chosen], **said, by=by)
        ],
    )


def kind_of(row: Any) -> kinds.Kind:
    kind = kinds.kind_of(label(row))
    assert kind is not None
    return kind


def widen(on: Scene) -> Act | None:
    """Release more, of a dataset perhaps less, of what is released in part: the release that held may end."""
    by = on.one_of(WRITERS)
    rows = rows_of(on, by.party, shared=True)
    chosen = [row for row in rows if row.shared == "words" or kind_of(row).scopes]
    if not chosen:
        return None
    row = on.dice.choice(chosen)
    others = [code for code, _words in kind_of(row).scopes if code != row.shared]
    scope = on.dice.choice(others or ["whole"])
    said = {"scope": scope, "reason": "Skäl.", "legal_ground": "not-secret"}
    return Act(
        "widen-release",
        [(("shared", label(row), row.pk), scope)],
        lambda: _nothing(releases.release(on.pair, [reference(row)], **said, by=by)),
    )


def withdraw(on: Scene) -> Act | None:
    """Take a text back; a draft of an edition is made anew in the same step."""
    by = on.one_of(WRITERS)
    chosen = rows_of(on, by.party, shared=True)
    free = [row for row in chosen if not _is_held(on, row)]
    if not free and on.dice.random() < 0.9:
        return None
    row = on.dice.choice(free or chosen or [None])
    if row is None:
        return None
    return Act(
        "withdraw",
        [(("shared", label(row), row.pk), "")],
        lambda: releases.withdraw(on.pair, reference(row), reason="Skäl.", by=by),
    )


def _is_held(on: Scene, row: Any) -> bool:
    kind = kind_of(row)
    return bool(kinds.held_by(kind, row, None if kind.is_of_city else on.pair))


def paragraph(on: Scene) -> Act | None:
    if Paragraph.objects.filter(picture=on.picture, removed_at=None).count() >= MOST_PARAGRAPHS:
        return remove(on)
    text, part, by = f"Stycke {on.dice.random()}", on.dice.choice(list(Section)), on.one_of(WRITERS)

    def run() -> Facts:
        made = situation.add_paragraph(picture=on.picture, section=part, text=text, by=by)
        return [(("text", label(made), made.pk), text), (("shared", label(made), made.pk), "")]

    return Act("paragraph", [], run)


def remove(on: Scene) -> Act | None:
    by = on.one_of(WRITERS)
    rows = Paragraph.objects.filter(picture=on.picture, removed_at=None, party=by.party)
    row = on.dice.choice(list(rows)) if rows else None
    if row is None or rows.count() < 4:
        return None
    row.picture = on.picture
    return Act(
        "remove",
        [(("gone", label(row), row.pk), True)],
        lambda: situation.remove_paragraph(paragraph=row, version=row.version, by=by),
    )


def _edition() -> Edition | None:
    return Edition.objects.filter(state__in=OPEN).select_related("picture__pair__city").first()


def cut(on: Scene) -> Act | None:
    if _edition():
        return None
    by = on.one_of(WRITERS)

    def run() -> Facts:
        made = situation.cut_edition(picture=on.picture, by=by, **PERIOD)
        return [(("state", label(made), made.pk), "draft")]

    return Act("cut", [], run)


def recut(on: Scene) -> Act | None:
    """Let an edition take the picture anew; what was approved of another text ends."""
    edition = _edition()
    if edition is None or on.dice.random() < 0.5:
        return None
    by = on.one_of(WRITERS)

    def run() -> Facts:
        made = situation.recut(edition=edition, by=by)
        return [] if made.checksum == edition.checksum else no_approvals(edition)

    return Act("recut", [], run)


def no_approvals(row: Any) -> Facts:
    return [(("approval", label(row), row.pk, party), "") for party in ("city", "police")]


def edition_on(on: Scene) -> Act | None:
    """Take the open edition one step: to review, an approval, a wish for a change."""
    edition = _edition()
    if edition is None:
        return None
    if edition.state == "draft":
        by = on.one_of(WRITERS)
        return Act(
            "edition-send",
            [(("state", label(edition), edition.pk), "in-review")],
            lambda: _nothing(situation.send_to_review(edition=edition, by=by)),
        )
    if on.dice.random() < 0.15:
        by = on.one_of((*WRITERS, *CHIEFS))
        return Act(
            "edition-ask",
            [(("state", label(edition), edition.pk), "draft"), *no_approvals(edition)],
            lambda: _nothing(situation.ask_for_change(edition=edition, reason="Ändra.", by=by)),
        )
    by = next_to_approve(on, edition)
    earlier = Edition.objects.filter(picture=on.picture, state="decided").first()
    noted = {"reservation": on.dice.choice(["", "Vi ser annorlunda på kvällarna."])}
    return Act(
        "edition-approve",
        approved(edition, by, earlier),
        lambda: _nothing(
            situation.approve_edition(edition=edition, read_checksum=edition.checksum, by=by, **noted)
        ),
    )


def next_to_approve(on: Scene, row: Any, *, offices: tuple[str, ...] = CHIEFS) -> Member:
    """One who decides for a party; mostly for the party that has not approved yet."""
    has = set(_halves(row))
    lacking = tuple(who for who in offices if on.cast[who].party not in has)
    return on.one_of(lacking if lacking and on.dice.random() < 0.9 else offices)


def _halves(row: Any) -> dict[str, str]:
    found = Approval.objects.filter(subject_type=label(row), subject_id=row.pk, voided_at=None)
    return dict(found.filter(checksum=row.checksum).values_list("party", "checksum"))


def approved(row: Any, by: Member, earlier: Any) -> Facts:
    """What is so when the member has approved the row: her half, and with the other's half the whole decision."""
    facts: Facts = [(("approval", label(row), row.pk, by.party), row.checksum)]
    if set(_halves(row)) | {by.party} < {"city", "police"}:
        return facts
    facts += [(("state", label(row), row.pk), "decided"), (("decision", label(row), row.pk), row.checksum)]
    return facts + ([(("state", label(earlier), earlier.pk), "superseded")] if earlier else [])


def register(on: Scene) -> Act | None:
    """The registrar writes the number of a decided edition."""
    found = Decision.objects.filter(subject_type="situation.edition").order_by("-pk").first()
    if found is None:
        return None
    edition = Edition.objects.select_related("picture__pair__city").get(pk=found.subject_id)
    number = f"N-{on.dice.randrange(10**6)}"
    return Act(
        "register",
        [(("registered", found.pk), number)],
        lambda: _nothing(set_registry_number(edition=edition, number=number, by=on.cast["ivar"])),
    )


def _nothing(_result: Any) -> None:
    return None


DECK: list[Callable[[Scene], Act | None]] = [
    *[release] * 5, *[widen] * 2, *[withdraw] * 6, *[paragraph] * 5, *[cut] * 2, recut, *[edition_on] * 6, register,
]  # fmt: skip
