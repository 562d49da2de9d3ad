"""Each authority sees its own; the other sees what is released, and nothing tells it that there is more."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.releases import queries, services
from samsyn.releases.models import Release, Scope
from samsyn.releases.tests.world import release_all
from samsyn.steps.problem.services import add_evidence, remove_evidence
from samsyn.steps.problem.tests import world as problems
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.chain import fragment
from samsyn.steps.situation.frozen import current_findings
from samsyn.steps.situation.models import Finding, Paragraph, Section
from samsyn.steps.situation.tests import editions
from samsyn.ui.errors import UserError
from tests.worlds import shared

HIDDEN = "Polisens egen tanke om hållplatsen"


@shared
def own(norr, bo):
    """What only the police see: a paragraph, and a finding with its figure."""
    picture = situation.open_picture(norr)
    paragraph = situation.add_paragraph(picture=picture, section=Section.ANALYSIS, text=HIDDEN, by=bo)
    finding = problems.add_finding(norr, bo, statement="Polisens egen slutsats")
    Finding.objects.filter(pk=finding.pk).update(shared="")
    finding.refresh_from_db()
    return paragraph, finding


def page(client, member, slug="exempelstaden-norr", name="situation:picture"):
    client.force_login(member)
    return client.get(reverse(name, args=[slug])).content.decode()


def let_go(norr, bo, row, *, scope=Scope.WHOLE, reason="Staden behöver se det.", ground="not-secret"):
    return services.release(
        norr,
        [f"{row._meta.label_lower}:{row.pk}"],
        scope=scope,
        reason=reason,
        legal_ground=ground,
        by=bo,
    )


def take_back(norr, bo, row, reason="Det var inte färdigt."):
    services.withdraw(norr, f"{row._meta.label_lower}:{row.pk}", reason=reason, by=bo)


def test_what_is_not_released_is_not_there_for_the_other(client, norr, own, astrid, bo, david, lena):
    assert HIDDEN in page(client, bo)
    assert "Polisens egen slutsats" in page(client, bo)
    for member in (astrid, lena, david):
        for name in ("situation:picture", "releases:releases", "chain:thread", "home:pair"):
            seen = page(client, member, name=name)
            assert HIDDEN not in seen
            assert "Polisens egen slutsats" not in seen


def test_its_address_is_one_that_does_not_exist(client, norr, own, astrid):
    client.force_login(astrid)
    paragraph, finding = own
    for name, pk in (("situation:paragraph", paragraph.pk), ("situation:finding", finding.pk)):
        hidden = client.get(reverse(name, args=[norr.slug, pk]))
        missing = client.get(reverse(name, args=[norr.slug, 999_999]))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        plain = [
            re.sub(r'value="[A-Za-z0-9]{64}"', "", page.content.decode()).replace(
                reverse(name, args=[norr.slug, number]), "HERE"
            )
            for page, number in ((hidden, pk), (missing, 999_999))
        ]
        assert plain[0] == plain[1]


def test_nobody_is_told_that_it_was_written(client, norr, own, astrid, bo):
    from samsyn.home.changes import _rows

    assert not [
        one for one in _rows(norr, after=0, reader=astrid) if "stycke" in one.what or "slutsats" in one.what
    ]
    let_go(norr, bo, own[0])
    assert "släppte en text till den andra parten" in [
        one.what for one in _rows(norr, after=0, reader=astrid)
    ]


def test_a_released_text_is_seen_with_reason_ground_and_who(client, norr, own, astrid, bo):
    let_go(norr, bo, own[0])
    assert HIDDEN in page(client, astrid)
    seen = page(client, astrid, name="releases:releases")
    for said in (HIDDEN, "Staden behöver se det.", "8 § förvaltningslagen", "Bo"):
        assert said in seen
    entry = LogEntry.objects.filter(event=Event.RELEASED).latest("seq")
    assert (entry.object_type, entry.object_id, entry.party) == (
        "situation.paragraph",
        str(own[0].pk),
        "police",
    )


def test_a_finding_without_its_figures_is_words_alone_and_stays_out_of_an_edition(
    client, norr, own, astrid, bo
):
    finding = own[1]
    let_go(norr, bo, finding, scope=Scope.WORDS)
    picture = situation.open_picture(norr)
    from samsyn.steps.situation.queries import findings

    assert findings(picture, "city")[0].figures == ()
    assert findings(picture, "police")[0].figures != ()
    assert "Talen är inte släppta." in page(client, astrid)
    assert current_findings(picture) == []
    assert not [node for node in fragment(norr).nodes if node.key == f"finding:{finding.pk}"]
    let_go(norr, bo, finding, reason="Nu också talen.")
    assert findings(picture, "city")[0].figures != ()
    assert [row.pk for row in current_findings(picture)] == [finding.pk]


def test_a_draft_is_taken_back_and_the_history_stays(client, norr, own, astrid, bo, gun):
    let_go(norr, bo, own[0])
    take_back(norr, bo, own[0])
    assert HIDDEN not in page(client, astrid)
    assert HIDDEN not in page(client, astrid, name="releases:releases")
    row = Release.objects.get()
    assert (row.withdrawn_by, row.withdrawn_reason) == (bo, "Det var inte färdigt.")
    seen = page(client, gun, name="releases:releases")
    assert "Det var inte färdigt." in seen
    assert HIDDEN not in seen


def test_what_an_edition_on_review_holds_is_not_taken_back(norr, astrid, bo):
    picture = editions.full_picture(norr, astrid, bo)
    edition = situation.cut_edition(picture=picture, by=astrid, **editions.PERIOD)
    police = Paragraph.objects.filter(picture=picture, party="police").first()
    situation.send_to_review(edition=edition, by=astrid)
    with pytest.raises(UserError, match="Den står i utgåva 1, som båda har framför sig"):
        take_back(norr, bo, police)


def test_a_draft_of_an_edition_is_made_anew_without_what_was_taken_back(norr, astrid, bo):
    picture = editions.full_picture(norr, astrid, bo)
    edition = situation.cut_edition(picture=picture, by=astrid, **editions.PERIOD)
    police = Paragraph.objects.filter(picture=picture, party="police").first()
    assert police.text in edition.canonical
    take_back(norr, bo, police)
    edition.refresh_from_db()
    assert police.text not in edition.canonical


def test_what_a_problem_rests_on_is_not_taken_back(norr, own, astrid, bo):
    let_go(norr, bo, own[1])
    problems.add_problem(norr, astrid, "Bråk vid hållplatsen", findings=[own[1]])
    with pytest.raises(UserError, match="Problembilden ”Bråk vid hållplatsen” vilar på den"):
        take_back(norr, bo, own[1])


def test_what_a_reason_of_a_problem_rests_on_is_not_taken_back(norr, own, astrid, bo):
    let_go(norr, bo, own[1])
    problem = problems.add_problem(norr, astrid, "Bråk vid hållplatsen")
    reason = add_evidence(picture=problem, side="for", text="Det visar det.", finding=own[1], by=astrid)
    with pytest.raises(UserError, match="Problembilden ”Bråk vid hållplatsen” vilar på den"):
        take_back(norr, bo, own[1])
    remove_evidence(evidence=reason, by=astrid)
    take_back(norr, bo, own[1])


def test_no_edition_takes_up_what_is_taken_back_in_the_same_moment(norr, own, bo):
    """The picture and its open editions are held before the text is: one that is cut meanwhile comes before or after."""
    let_go(norr, bo, own[0])
    with CaptureQueriesContext(connection) as asked:
        take_back(norr, bo, own[0])
    tables = ("situation_situationpicture", "situation_edition", "situation_paragraph")
    first = [next(i for i, one in enumerate(asked) if f'FROM "{table}"' in one["sql"]) for table in tables]
    assert first == sorted(first)
    if connection.features.has_select_for_update:
        assert all("FOR UPDATE" in asked[i]["sql"] for i in first)


def test_a_problem_cannot_rest_on_what_is_not_released(norr, own, astrid):
    with pytest.raises(UserError):
        problems.add_problem(norr, astrid, "Bråk vid hållplatsen", findings=[own[1]])


@pytest.mark.parametrize(
    ("who", "change", "said"),
    [
        ("astrid", {}, "finns inte längre bland era egna"),
        ("hanna", {}, "får läsa här men inte släppa"),
        ("farid", {}, "får läsa här men inte släppa"),
        ("bo", {"reason": " "}, "Det saknas ett skäl"),
        ("bo", {"ground": "nosuch"}, "rättsliga grunden saknas"),
        ("bo", {"ground": "municipality-to-police"}, "gäller inte din myndighet"),
    ],
)
def test_who_may_not_or_gives_no_reason_releases_nothing(norr, own, cast, who, change, said):
    with pytest.raises(UserError, match=said):
        let_go(norr, cast[who], own[0], **change)
    own[0].refresh_from_db()
    assert own[0].shared == ""
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "situation.paragraph",
        "people.member:1",
        "situation.paragraph:x",
        "x:1",
        "situation.paragraph:²",
        f"situation.paragraph:{'9' * 40}",
    ],
)
def test_a_reference_that_names_nothing_of_ones_own_is_refused(norr, own, bo, reference):
    with pytest.raises(UserError, match="finns inte längre bland era egna"):
        services.release(norr, [reference], scope="whole", reason="Skäl", legal_ground="not-secret", by=bo)


def test_all_or_none(norr, own, bo):
    with pytest.raises(UserError):
        services.release(
            norr,
            [f"situation.paragraph:{own[0].pk}", "situation.paragraph:999999"],
            scope="whole",
            reason="Skäl",
            legal_ground="not-secret",
            by=bo,
        )
    own[0].refresh_from_db()
    assert own[0].shared == ""


def test_released_twice_is_said(norr, own, bo):
    let_go(norr, bo, own[0])
    with pytest.raises(UserError, match="är redan släppt"):
        let_go(norr, bo, own[0])


def test_each_orders_what_it_sees(norr, own, astrid, bo):
    picture = situation.open_picture(norr)
    mine = [
        situation.add_paragraph(picture=picture, section=Section.ANALYSIS, text=text, by=astrid)
        for text in ("Ett", "Två")
    ]
    release_all(norr, astrid)
    situation.move_paragraph(paragraph=mine[1], up=True, by=astrid)
    from samsyn.steps.situation.queries import sections

    seen = {
        party: [row.text for row in sections(picture, party)[2].paragraphs] for party in ("city", "police")
    }
    assert seen["city"] == ["Två", "Ett"]
    assert [text for text in seen["police"] if text != HIDDEN] == ["Två", "Ett"]


def test_the_page_releases_and_takes_back(client, norr, own, bo, astrid):
    client.force_login(bo)
    address = reverse("releases:release", args=[norr.slug])
    lacking = client.post(address, {"text": [f"situation.paragraph:{own[0].pk}"]})
    assert lacking.status_code == 422
    assert f'value="situation.paragraph:{own[0].pk}" checked' in lacking.content.decode()
    facts = {"reason": "Staden behöver det.", "legal_ground": "not-secret", "scope": "whole"}
    done = client.post(address, {"text": [f"situation.paragraph:{own[0].pk}"], **facts}, follow=True)
    assert "Texten är släppt." in done.content.decode()
    assert HIDDEN in page(client, astrid)
    client.force_login(bo)
    back = client.post(
        reverse("releases:withdraw", args=[norr.slug]),
        {"text": f"situation.paragraph:{own[0].pk}", "reason": "Fel text."},
        follow=True,
    )
    assert "Texten är tillbakatagen." in back.content.decode()
    assert HIDDEN not in page(client, astrid)


def test_what_stood_before_releases_is_seen_by_both(norr, astrid):
    row = problems.add_finding(norr, astrid)
    assert row.shared == Scope.WHOLE
    assert [one.release for one in queries.items(norr, "city", shared=True)] == [None]
