"""What people do in the random walks. Each act asks the program and, when it says yes, tells the model who did what.

An app whose rows can be released adds an act that writes one here, and in `walk_checks.py` how a party is shown them.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from samsyn.evidence import services as evidence
from samsyn.evidence.models import DataImport
from samsyn.people.models import Member, Organisation
from samsyn.places.models import AreaPair
from samsyn.records.disagreement import services as disagreements
from samsyn.records.disagreement.models import Disagreement
from samsyn.releases import services
from samsyn.releases.tests.walk_model import ANSWERERS, FILERS, MOVERS, Model, Quarrel, Text
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Edition, Finding, Paragraph, Section
from samsyn.steps.situation.tests import editions
from samsyn.ui.clock import moved_to, today
from samsyn.ui.errors import UserError

USUAL = {
    "decide": ("astrid", "lena", "bo", "mats"), "answer": ("david", "elsa"), "write": ("astrid", "cilla", "bo", "karl"),
}  # fmt: skip
KINDS = (
    ("paragraph", 3), ("finding", 2), ("dataset", 1), ("change", 3), ("remove", 1), ("release", 9), ("words", 3),
    ("withdraw", 7), ("cut", 4), ("recut", 1), ("send", 8), ("approve", 14), ("ask", 1), ("quarrel", 2), ("view", 2),
    ("answer", 1), ("settle", 1), ("move", 1), ("tomorrow", 1),
)  # fmt: skip
DECK = [name for name, weight in KINDS for _card in range(weight)]
NEWEST = 8  # texts that most acts are about: older ones stand in something that both have before them
SCOPES = ("areas", "places", "whole")


class Walk:
    """The program and the model side by side. `clock` holds the days that have passed: close it when the walk is over."""

    def __init__(self, picture: Any, cast: dict[str, Member], pair: AreaPair) -> None:
        self.picture, self.cast, self.pair, self.clock = picture, cast, pair, ExitStack()
        self.began_on = today()
        rows = [*Paragraph.objects.filter(picture=picture), *Finding.objects.filter(picture=picture)]
        self.model = Model([Text(row, row.party, said_by(row), "whole") for row in rows])
        self.number = 0

    def do(self, what: str, who: int, which: int) -> Text | None:
        """Let somebody do something, usually one who may. Return the text that the act was about when it was done."""
        kind = {"approve": "decide", "ask": "decide", "answer": "answer"}.get(what, "write")
        names = tuple(self.cast) if who % 5 == 0 else USUAL[kind]
        pool = self.model.texts[-NEWEST:] if which % 3 else self.model.texts
        pick = pool[which // 3 % len(pool)]
        try:
            with transaction.atomic():
                return getattr(self, what)(names[who // 5 % len(names)], pick) or pick
        except UserError:
            return None

    def unique(self, words: str) -> str:
        self.number += 1
        return f"{words} nr {self.number:05d}."

    def _wrote(self, row: Any, name: str, said: str) -> Text:
        assert self.model.may_write(name)
        self.model.texts.append(Text(row, self.model.party[name], said))
        return self.model.texts[-1]

    def paragraph(self, name: str, _pick: Text) -> Text:
        said = self.unique("Stycke")
        part = list(Section)[self.number % 3]
        row = situation.add_paragraph(picture=self.picture, section=part, text=said, by=self.cast[name])
        return self._wrote(row, name, said)

    def finding(self, name: str, _pick: Text) -> Text | None:
        """As the service would write it: its figure is of a file that is not read here."""
        if not self.model.may_write(name):
            return None
        row = editions.find(
            self.picture, self.unique("Slutsats"), self.cast[name], DataImport.objects.first()
        )
        Finding.objects.filter(pk=row.pk).update(shared="")
        return self._wrote(row, name, row.statement)

    def dataset(self, name: str, _pick: Text) -> Text | None:
        if name not in FILERS:
            return None
        row = evidence.add_dataset(
            city=self.pair.city, source_name="Prov", name=self.unique("Mängd"), kind="incidents", reader="incidents",
            licence="CC0", attribution="Prov", by=self.cast[name],
        )  # fmt: skip
        return self._wrote(row, name, row.name)

    def change(self, name: str, pick: Text) -> None:
        if not isinstance(pick.row, Paragraph):
            return
        said = self.unique("Ändrat")
        row = Paragraph.objects.select_related("picture__pair").get(pk=pick.row.pk)
        situation.change_paragraph(paragraph=row, text=said, version=row.version, by=self.cast[name])
        self._is_hers(name, pick)
        pick.said = said

    def _is_hers(self, name: str, pick: Text) -> None:
        assert self.model.may_write(name)
        assert pick.party == self.model.party[name] and not pick.is_gone
        assert not pick.is_figures or name in FILERS

    def remove(self, name: str, pick: Text) -> None:
        if pick.is_figures:
            return
        row = type(pick.row).objects.select_related("picture__pair").get(pk=pick.row.pk)
        if isinstance(row, Finding):
            situation.remove_finding(finding=row, version=row.version, by=self.cast[name])
        else:
            situation.remove_paragraph(paragraph=row, version=row.version, by=self.cast[name])
        self._is_hers(name, pick)
        pick.is_gone = True

    def release(self, name: str, pick: Text, scope: str = "whole") -> None:
        scope = SCOPES[self.number % 3] if pick.is_figures else scope
        services.release(
            self.pair, [f"{pick.code}:{pick.row.pk}"], scope=scope, reason="Skäl.", legal_ground="not-secret",
            by=self.cast[name],
        )  # fmt: skip
        self._is_hers(name, pick)
        pick.seen = "whole" if isinstance(pick.row, Paragraph) else scope

    def words(self, name: str, pick: Text) -> None:
        self.release(name, pick, "words")

    def withdraw(self, name: str, pick: Text) -> None:
        services.withdraw(self.pair, f"{pick.code}:{pick.row.pk}", reason="Skäl.", by=self.cast[name])
        self._is_hers(name, pick)
        pick.seen = ""
        for edition in Edition.objects.filter(picture=self.picture, state="draft"):
            self.model.held[edition.pk] = self.model.whole()

    def _open(self) -> Edition | None:
        rows = Edition.objects.filter(picture=self.picture, state__in=("draft", "in-review"))
        return rows.select_related("picture__pair").first()

    def cut(self, name: str, _pick: Text) -> None:
        made = situation.cut_edition(picture=self.picture, by=self.cast[name], **editions.PERIOD)
        assert self.model.may_write(name)
        self.model.held[made.pk] = self.model.whole()

    def recut(self, name: str, _pick: Text) -> None:
        if edition := self._open():
            was = edition.checksum
            made = situation.recut(edition=edition, by=self.cast[name])
            assert self.model.may_write(name)
            self.model.held[edition.pk] = self.model.whole()
            if made.checksum != was:
                self.model.reopened(edition.pk)

    def send(self, name: str, _pick: Text) -> None:
        if edition := self._open():
            situation.send_to_review(edition=edition, by=self.cast[name])
            assert self.model.may_write(name)

    def ask(self, name: str, _pick: Text) -> None:
        if edition := self._open():
            situation.ask_for_change(edition=edition, reason="Ändra.", by=self.cast[name])
            assert self.model.may_write(name) or self.model.may_decide(name)
            self.model.reopened(edition.pk)

    def approve(self, name: str, _pick: Text) -> None:
        """With a reservation every third time: it is noted, and changes nothing of what binds."""
        if edition := self._open():
            situation.approve_edition(
                edition=edition, read_checksum=edition.checksum, by=self.cast[name],
                reservation="" if self.number % 3 else "Vi ser annorlunda på kvällarna.",
            )  # fmt: skip
            self.model.approve(edition.pk, name, edition.checksum)

    def quarrel(self, name: str, _pick: Text) -> None:
        edition = self._open()
        if edition is None:
            return
        view = self.unique("Syn")
        row = disagreements.raise_disagreement(
            pair=self.pair, code="utgava", pk=edition.pk, about="Kvällarna", view=view, by=self.cast[name],
            answer_by=today() + timedelta(days=30),
        )  # fmt: skip
        assert self.model.may_write(name) or self.model.may_decide(name)
        party = self.model.party[name]
        self.model.quarrels.append(Quarrel(row, party, {party: view}))

    def _quarrel(self) -> Quarrel | None:
        return next((one for one in self.model.quarrels if one.is_open), None)

    def _row_of(self, one: Quarrel) -> Disagreement:
        return Disagreement.objects.select_related("pair__city", "level__city").get(pk=one.row.pk)

    def view(self, name: str, _pick: Text) -> None:
        if one := self._quarrel():
            view, party = self.unique("Syn"), self.model.party[name]
            disagreements.write_standpoint(disagreement=self._row_of(one), text=view, by=self.cast[name])
            assert self.model.may_write(name) or self.model.may_decide(name)
            assert len(one.views) < 2 or party not in one.views
            one.views[party] = view

    def answer(self, name: str, _pick: Text) -> None:
        if one := self._quarrel():
            disagreements.answer_disagreement(
                disagreement=self._row_of(one), answer="Så här.", by=self.cast[name]
            )
            assert name in ANSWERERS and len(one.views) == 2
            one.is_open = False

    def settle(self, name: str, _pick: Text) -> None:
        if one := self._quarrel():
            disagreements.withdraw_disagreement(disagreement=self._row_of(one), by=self.cast[name])
            assert self.model.party[name] == one.party
            one.is_open = False

    def move(self, name: str, _pick: Text) -> None:
        """Somebody gets work at the other authority: what she wrote stays where it was written."""
        name = MOVERS[self.number % len(MOVERS)]
        party = "police" if self.model.party[name] == "city" else "city"
        member = self.cast[name]
        member.organisation = Organisation.objects.filter(city=self.pair.city, party=party).first()
        member.save(update_fields=["organisation"])
        self.model.party[name] = party

    def tomorrow(self, _name: str, _pick: Text) -> None:
        """A day passes: a deputy comes into office, or leaves it."""
        self.model.day += 1
        day = self.began_on + timedelta(days=self.model.day)
        noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
        self.clock.enter_context(moved_to(noon))


def said_by(row: Any) -> str:
    return str(getattr(row, "statement", "") or getattr(row, "text", "") or row.name)
