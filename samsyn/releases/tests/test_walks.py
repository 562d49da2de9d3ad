"""Many people act in random order: nobody ever sees what is not released, and nothing binds without two approvals of one text.

The model beside the program knows nothing of `access.py` or of the filters: it keeps who wrote what, who released it, and who
approved which text. SAMSYN_WALK_ACTS is how many acts are done (300; `make soak` asks for many more).
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.releases import services
from samsyn.releases.queries import items
from samsyn.steps.problem.tests import world as problems
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.chain import fragment
from samsyn.steps.situation.models import Edition, Finding, Paragraph, Section
from samsyn.steps.situation.queries import findings, sections
from samsyn.steps.situation.tests import editions
from samsyn.ui.errors import UserError
from tests.worlds import shared

LENGTH = 60
ACTS = int(os.environ.get("SAMSYN_WALK_ACTS", "300"))
PARTY = {"astrid": "city", "cilla": "city", "lena": "city", "bo": "police", "mats": "police"}
WRITERS, DECIDERS = ("astrid", "cilla", "bo"), ("astrid", "lena", "bo", "mats")
KINDS = (
    ("paragraph", 3), ("finding", 2), ("change", 3), ("remove", 1), ("release", 10), ("words", 2), ("withdraw", 8),
    ("cut", 3), ("recut", 3), ("send", 4), ("approve", 8), ("ask", 2),
)  # fmt: skip
DECK = [name for name, weight in KINDS for _card in range(weight)]


@dataclass
class Text:
    """One paragraph or finding as the model knows it: "" is its own party's alone."""

    row: Paragraph | Finding
    party: str
    said: str
    seen: str = ""  # "", "words" or "whole" by the other
    is_gone: bool = False


@dataclass
class Model:
    texts: list[Text] = field(default_factory=list)
    approved: dict[int, dict[str, str]] = field(default_factory=dict)  # edition -> party -> checksum

    def standing(self) -> list[Text]:
        return [text for text in self.texts if not text.is_gone]

    def seen_by(self, party: str) -> set[str]:
        return {text.said for text in self.standing() if text.party == party or text.seen}


@shared
def picture(norr, astrid, bo):
    return editions.full_picture(norr, astrid, bo)


class Walk:
    """The program and the model side by side."""

    def __init__(self, picture, cast, pair) -> None:
        self.picture, self.cast, self.pair = picture, cast, pair
        rows = [*Paragraph.objects.filter(picture=picture), *Finding.objects.filter(picture=picture)]
        self.model = Model([Text(row, row.party, _said(row), "whole") for row in rows])
        self.number = 0

    def do(self, what: str, who: int, which: int) -> None:
        name = DECIDERS[who % 4] if what in {"approve", "ask"} else WRITERS[who % 3]
        pick = self.model.texts[which % len(self.model.texts)]
        try:
            with transaction.atomic():
                getattr(self, what)(name, pick)
        except UserError:
            pass

    def paragraph(self, name: str, _pick: Text) -> None:
        self.number += 1
        part = list(Section)[self.number % 3]
        row = situation.add_paragraph(
            picture=self.picture, section=part, text=f"Stycke nummer {self.number}.", by=self.cast[name]
        )
        self.model.texts.append(Text(row, PARTY[name], row.text))

    def finding(self, name: str, _pick: Text) -> None:
        self.number += 1
        row = problems.add_finding(self.pair, self.cast[name], statement=f"Slutsats nummer {self.number}")
        Finding.objects.filter(pk=row.pk).update(shared="")
        self.model.texts.append(Text(row, PARTY[name], row.statement))

    def change(self, name: str, pick: Text) -> None:
        if isinstance(pick.row, Finding):
            return
        self.number += 1
        row = Paragraph.objects.select_related("picture__pair").get(pk=pick.row.pk)
        situation.change_paragraph(
            paragraph=row, text=f"Ändrat {self.number}.", version=row.version, by=self.cast[name]
        )
        assert pick.party == PARTY[name] and not pick.is_gone
        pick.said = f"Ändrat {self.number}."

    def remove(self, name: str, pick: Text) -> None:
        row = type(pick.row).objects.select_related("picture__pair").get(pk=pick.row.pk)
        if isinstance(row, Finding):
            situation.remove_finding(finding=row, version=row.version, by=self.cast[name])
        else:
            situation.remove_paragraph(paragraph=row, version=row.version, by=self.cast[name])
        assert pick.party == PARTY[name]
        pick.is_gone = True

    def release(self, name: str, pick: Text, scope: str = "whole") -> None:
        services.release(
            self.pair,
            [f"{pick.row._meta.label_lower}:{pick.row.pk}"],
            scope=scope,
            reason="Skäl.",
            legal_ground="not-secret",
            by=self.cast[name],
        )
        assert pick.party == PARTY[name] and not pick.is_gone
        pick.seen = scope if isinstance(pick.row, Finding) else "whole"

    def words(self, name: str, pick: Text) -> None:
        self.release(name, pick, "words")

    def withdraw(self, name: str, pick: Text) -> None:
        services.withdraw(
            self.pair, f"{pick.row._meta.label_lower}:{pick.row.pk}", reason="Skäl.", by=self.cast[name]
        )
        assert pick.party == PARTY[name] and not pick.is_gone
        pick.seen = ""

    def cut(self, name: str, _pick: Text) -> None:
        situation.cut_edition(picture=self.picture, by=self.cast[name], **editions.PERIOD)

    def _open(self) -> Edition | None:
        rows = Edition.objects.filter(picture=self.picture, state__in=("draft", "in-review"))
        return rows.select_related("picture__pair").first()

    def recut(self, name: str, _pick: Text) -> None:
        if edition := self._open():
            situation.recut(edition=edition, by=self.cast[name])

    def send(self, name: str, _pick: Text) -> None:
        if edition := self._open():
            situation.send_to_review(edition=edition, by=self.cast[name])

    def ask(self, name: str, _pick: Text) -> None:
        if edition := self._open():
            situation.ask_for_change(edition=edition, reason="Ändra.", by=self.cast[name])

    def approve(self, name: str, _pick: Text) -> None:
        if edition := self._open():
            situation.approve_edition(edition=edition, read_checksum=edition.checksum, by=self.cast[name])
            self.model.approved.setdefault(edition.pk, {})[PARTY[name]] = edition.checksum

    def check_texts(self) -> None:
        """What each party sees is what it wrote and what the other released, perhaps without its figures."""
        for party in ("city", "police"):
            wanted = self.model.seen_by(party)
            shown = {row.text for part in sections(self.picture, party) for row in part.paragraphs}
            known = findings(self.picture, party)
            assert shown | {one.row.statement for one in known} == wanted
            bare = {
                text.said for text in self.model.standing() if text.seen == "words" and text.party != party
            }
            assert {one.row.statement for one in known if not one.figures} == bare

    def check_joint(self) -> None:
        """Lists, the thread and drafts hold nothing unreleased; a decision has two approvals of its text."""
        own = {
            party: {one.heading for one in items(self.pair, party, shared=False)}
            for party in ("city", "police")
        }
        hidden = {text.said for text in self.model.standing() if text.seen != "whole"}
        assert {said for said in hidden for party in own if said in own[party]} == {
            text.said for text in self.model.standing() if not text.seen
        }
        on_the_thread = " ".join(node.label for node in fragment(self.pair).nodes)
        assert not [said for said in hidden if said in on_the_thread]
        for edition in Edition.objects.filter(picture=self.picture):
            if edition.state == "draft":
                assert not [
                    said for said in hidden if f'"{said}"' in edition.canonical and not self._stood(said)
                ]
            if edition.state in {"decided", "superseded"}:
                agreed = self.model.approved.get(edition.pk, {})
                assert set(agreed.values()) == {edition.checksum}
                assert set(agreed) == {"city", "police"}

    def _stood(self, said: str) -> bool:
        """Whether a text with the same words stands for both too."""
        return any(text.said == said and text.seen == "whole" for text in self.model.standing())


def _said(row: Paragraph | Finding) -> str:
    return row.statement if isinstance(row, Finding) else row.text


@pytest.mark.django_db
@settings(
    max_examples=max(1, ACTS // LENGTH),
    deadline=None,
    derandomize=ACTS <= 300,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32))
def test_random_walks_show_nothing_unreleased_and_bind_nothing_alone(picture, cast, norr, seed):
    dice = random.Random(seed)
    try:
        with transaction.atomic():
            walk = Walk(picture, cast, norr)
            for act in range(LENGTH):
                walk.do(dice.choice(DECK), dice.randrange(1000), dice.randrange(1000))
                walk.check_texts()
                if act % 4 == 3:
                    walk.check_joint()
            raise _TakeBackError
    except _TakeBackError:
        pass


class _TakeBackError(Exception):
    """Each walk takes back what it wrote."""
