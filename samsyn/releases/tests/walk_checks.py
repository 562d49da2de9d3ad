"""What must hold after every act of a random walk: the program shows and binds just what the model says."""

from __future__ import annotations

import json
import random

from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from samsyn.evidence.access import known_datasets
from samsyn.evidence.models import Dataset
from samsyn.releases.queries import items, visible_to
from samsyn.releases.tests.walk_acts import Walk
from samsyn.releases.tests.walk_model import PARTIES, Text
from samsyn.reports.edition_content import content_of
from samsyn.steps.situation.chain import fragment
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.queries import findings, sections

PAGES = ("situation:picture", "releases:releases", "chain:thread", "home:pair", "records:decisions")


def one(walk: Walk, text: Text) -> None:
    """The text that an act was about is there for those who see it, and for nobody else."""
    for party in PARTIES:
        if text.is_figures:
            shown = Dataset.objects.filter(known_datasets(reader=party), pk=text.row.pk).exists()
            assert shown == (text.said in walk.model.datasets_of(party))
        else:
            rows = type(text.row).objects.filter(pk=text.row.pk, removed_at=None)
            assert visible_to(rows, party).exists() == (text.said in walk.model.seen_by(party))


def texts(walk: Walk) -> None:
    """What each party sees is what it wrote and what the other released, perhaps without its figures."""
    for party in PARTIES:
        shown = {row.text for part in sections(walk.picture, party) for row in part.paragraphs}
        known = findings(walk.picture, party)
        assert shown | {found.row.statement for found in known} == walk.model.seen_by(party)
        bare = {text.said for text in walk.model.standing() if text.seen == "words" and text.party != party}
        assert {found.row.statement for found in known if not found.figures} >= bare
        datasets = Dataset.objects.filter(known_datasets(reader=party), source__name="Prov")
        assert set(datasets.values_list("name", flat=True)) == walk.model.datasets_of(party)


def joint(walk: Walk) -> None:
    """Lists, the thread and editions hold nothing unreleased; a decision has two approvals of its text, and no more binds."""
    model = walk.model
    for group, is_figures in (("text", False), ("figures", True)):
        for party in PARTIES:
            own = {found.heading for found in items(walk.pair, party, shared=False, group=group)}
            theirs = [text for text in model.standing() if text.party == party and not text.seen]
            wanted = {text.said for text in theirs if text.is_figures == is_figures}
            assert {said for said in own if " nr " in said} == {said for said in wanted if " nr " in said}
    on_the_thread = " ".join(node.label for node in fragment(walk.pair).nodes)
    assert not [text.said for text in model.standing() if text.seen != "whole" and text.said in on_the_thread]
    for edition in Edition.objects.filter(picture=walk.picture):
        says = edition.canonical
        assert not [
            text.said
            for text in model.texts
            if f'"{text.said}"' in says and text.said not in model.held[edition.pk]
        ]
        assert (edition.state in {"decided", "superseded"}) == (edition.pk in model.decided)
        if edition.pk in model.decided:
            halves = model.halves[edition.pk]
            assert {text for text, _who in halves.values()} == {edition.checksum} and set(halves) == set(
                PARTIES
            )
            assert len({who for _text, who in halves.values()}) == 2


def document(walk: Walk) -> None:
    """The document of the newest edition says nothing but what both saw whole when it was cut."""
    edition = (
        Edition.objects.filter(picture=walk.picture).select_related("picture__pair").order_by("-pk").first()
    )
    if edition is not None:
        says = json.dumps(content_of(edition), ensure_ascii=False, default=str)
        held = walk.model.held[edition.pk]
        assert not [one.said for one in walk.model.texts if one.said in says and one.said not in held]


def pages(walk: Walk, dice: random.Random, count: int) -> None:
    """Some pages for some people: a reader of neither party, of another pair or with nothing left reads none of them."""
    for _time in range(count):
        name, page = dice.choice(list(walk.cast)), dice.choice([*PAGES, "records:disagreement"])
        arguments = [walk.pair.slug]
        if page == "records:disagreement":
            if not walk.model.quarrels:
                continue
            arguments.append(dice.choice(walk.model.quarrels).row.pk)
        _page(walk, name, page, arguments)


def _page(walk: Walk, name: str, page: str, arguments: list[object]) -> None:
    client = Client()
    client.force_login(walk.cast[name])
    answer = client.get(reverse(page, args=arguments))
    assert (answer.status_code == 200) == walk.model.reads(name), (name, page, answer.status_code)
    party = walk.model.party[name] if walk.model.reads(name) else ""
    says = answer.content.decode()
    leaked = [said for said in walk.model.secret_to(party) if escape(said) in says]
    assert not leaked, (name, page, leaked)
    if page == "situation:picture" and party:
        lacking = [said for said in walk.model.seen_by(party) if escape(said) not in says]
        assert not lacking, (name, lacking)
