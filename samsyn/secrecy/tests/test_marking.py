"""Each object has a class; release, documents and texts for the residents keep to it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from samsyn.agreements.services import promises
from samsyn.agreements.tests import world_promises
from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.evidence.models import Dataset, Source
from samsyn.home.changes import _rows
from samsyn.home.logbook import Wish, entries, open_for
from samsyn.partners.tests import world as partners
from samsyn.people.models import Member, Organisation, Party, Role, RoleAssignment
from samsyn.releases import grounds
from samsyn.releases import services as releases
from samsyn.secrecy import classes, kinds, services
from samsyn.secrecy.access import thing_for, thing_of
from samsyn.secrecy.models import Marking
from samsyn.secrecy.queries import class_of
from samsyn.secrecy.templatetags.secrecy import secrecy as tag
from samsyn.steps.problem.tests import world as problems
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Finding, Paragraph, Section
from samsyn.ui.errors import UserError
from tests.worlds import shared

REASON = "Uppgiften kommer ur vår egen verksamhet."


@shared
def own(norr, bo):
    """What only the police see: a paragraph and a finding."""
    paragraph = situation.add_paragraph(
        picture=situation.open_picture(norr), section=Section.ANALYSIS, text="Vår tanke om bron", by=bo
    )
    finding = problems.add_finding(norr, bo, statement="Vår slutsats om bron")
    Finding.objects.filter(pk=finding.pk).update(shared="")
    finding.refresh_from_db()
    return paragraph, finding


def mark(row, by, secrecy, reason=REASON):
    thing = thing_of(by, row)
    assert thing is not None
    return services.mark(thing, secrecy=secrecy, reason=reason, by=by)


def let_go(pair, row, by, ground):
    return releases.release(
        pair,
        [f"{row._meta.label_lower}:{row.pk}"],
        scope="whole",
        reason="Behövs.",
        legal_ground=ground,
        by=by,
    )


def test_every_class_is_whole_and_names_grounds_that_exist():
    found = classes.every()
    assert [one.level for one in found.values()] == sorted(one.level for one in found.values())
    for one in found.values():
        assert set(one.release) <= {classes.ANY, *grounds.every()}
        assert set(one.parties) <= {"city", "police"}
        assert one.export or not one.publish
        for language in ("sv", "en"):
            with translation.override(language):
                assert one.help.endswith(f"({one.law}).") and one.help.count(". ") <= 1
                assert one.law in one.mask
    secret = [one for one in found.values() if not one.export]
    assert secret and all("not-secret" not in one.release and len(one.parties) == 1 for one in secret)


def test_what_nobody_has_marked_begins_with_the_class_of_its_kind(own):
    assert [class_of(row).code for row in own] == ["internal", "internal"]
    assert {kind.code for kind in kinds.every()} >= {
        "situation.finding",
        "situation.paragraph",
        "situation.edition",
        "problem.problempicture",
        "purpose.purpose",
        "purpose.goal",
        "activity.actionplan",
        "activity.action",
        "activity.activity",
        "evidence.dataset",
        "agreements.agreement",
        "agreements.citizenpromise",
        "meetings.minutes",
    }


def test_a_marking_is_kept_with_its_paragraph_and_logged_and_the_newest_holds(own, bo):
    mark(own[0], bo, "police-individuals")
    mark(own[0], bo, "police-work")
    assert class_of(own[0]).code == "police-work"
    newest = Marking.objects.first()
    assert (newest.law, newest.party, newest.set_by) == (
        "18 kap. 1–2 §§ offentlighets- och sekretesslagen",
        "police",
        bo,
    )
    entry = LogEntry.objects.filter(event=Event.SECRECY_SET).latest("seq")
    assert (entry.object_type, entry.object_id, entry.party) == (
        "situation.paragraph",
        str(own[0].pk),
        "police",
    )
    assert '"before":"police-individuals"' in entry.facts and REASON not in entry.facts


@pytest.mark.parametrize(
    ("secrecy", "reason", "said"),
    [
        ("police-work", " ", "saknas ett skäl"),
        ("city-individuals", REASON, "finns inte för din myndighet"),
        ("hemligast", REASON, "finns inte för din myndighet"),
        ("internal", REASON, "redan märkt"),
    ],
)
def test_a_marking_that_lacks_something_is_refused(own, bo, secrecy, reason, said):
    with pytest.raises(UserError, match=said):
        mark(own[0], bo, secrecy, reason)
    assert not Marking.objects.exists()


def test_neither_authority_marks_what_the_other_owns_nor_takes_its_marking_away(
    norr, own, cast, astrid, bo, lena
):
    problem = problems.build(cast, norr)["draft"]
    assert thing_of(astrid, own[0]) is None
    assert not thing_of(lena, problem).may_mark
    let_go(norr, own[0], bo, "not-secret")
    own[0].refresh_from_db()
    with pytest.raises(UserError, match="Du får läsa här men inte märka"):
        mark(own[0], astrid, "open")
    mark(problem, bo, "police-work")
    with pytest.raises(
        UserError, match="Den andra parten har märkt det här ”Sekretess hos polisen: arbetet”"
    ):
        mark(problem, astrid, "open")


@pytest.mark.parametrize(
    ("secrecy", "ground", "said"),
    [
        ("police-individuals", "not-secret", "Välj i stället: .*10 kap. 15 a §"),
        ("police-individuals", "police-cooperation", "grunden du valde räcker inte"),
        ("police-work", "prevent-crime", "Den klassen släpps aldrig här"),
    ],
)
def test_a_class_that_may_not_be_released_on_the_ground_is_refused(norr, own, bo, secrecy, ground, said):
    mark(own[0], bo, secrecy)
    with pytest.raises(UserError, match=said) as refused:
        let_go(norr, own[0], bo, ground)
    assert "Ingenting släpptes. ”Vår tanke om bron” är märkt" in str(refused.value)
    assert not Paragraph.objects.get(pk=own[0].pk).shared


def test_a_text_that_was_released_while_the_form_stood_open_is_marked_as_it_is_now(norr, own, bo):
    """The row is read anew and held: what was released since is not marked with a class that forbids it."""
    thing = thing_of(bo, own[0])
    let_go(norr, Paragraph.objects.get(pk=own[0].pk), bo, "not-secret")
    with pytest.raises(UserError, match="på en grund som klassen inte tillåter"):
        services.mark(thing, secrecy="police-work", reason=REASON, by=bo)
    with CaptureQueriesContext(connection) as asked, pytest.raises(UserError):
        mark(own[0], bo, "police-work")
    if connection.features.has_select_for_no_key_update:
        assert any("FOR NO KEY UPDATE" in one["sql"] for one in asked)


def test_why_a_text_was_marked_is_not_released_with_it(client, norr, own, bo, astrid, gun):
    mark(own[0], bo, "police-work", "Rör arbetet mot narkotika.")
    mark(own[0], bo, "internal", "Klart nu.")
    let_go(norr, own[0], bo, "not-secret")
    url = reverse("secrecy:marking", args=["situation.paragraph", own[0].pk])
    for member, is_told in ((bo, True), (gun, True), (astrid, False)):
        client.force_login(member)
        said = client.get(url)
        assert said.status_code == 200 and "Intern" in said.content.decode()
        assert ("Rör arbetet" in said.content.decode()) is ("Klart nu" in said.content.decode()) is is_told
        row = Paragraph.objects.get(pk=own[0].pk)
        fold = render_to_string(
            "secrecy/parts/fold.html", tag({"request": SimpleNamespace(user=member)}, row)
        )
        assert "Sekretess och rättslig grund: intern" in fold and ("Klart nu." in fold) is is_told
        assert "Så börjar allt av det här slaget" not in fold


def test_the_log_tells_its_own_authority_alone_that_a_text_of_its_own_is_marked(
    norr, cast, own, bo, astrid, gun
):
    problem = problems.build(cast, norr)["draft"]
    mark(own[0], bo, "police-work")
    mark(own[1], bo, "police-individuals")
    mark(problem, bo, "open")

    def told(member):
        rows = entries(open_for(member), Wish(pair=norr.pk)).filter(event=Event.SECRECY_SET)
        return sorted(row.object_type for row in rows)

    both = ["problem.problempicture"]
    assert told(bo) == told(gun) == [*both, "situation.finding", "situation.paragraph"]
    assert told(astrid) == both
    seen = [one for one in _rows(norr, after=0, reader=astrid) if one.what == Event.SECRECY_SET.label]
    assert [one.times for one in seen] == [1]


def test_who_is_of_neither_authority_knows_no_dataset_by_its_secrecy_either(client, city, norr):
    dataset = Dataset.objects.create(
        city=city, source=Source.objects.create(name="Polisen"), name="Händelser", slug="handelser", reader="x",
        kind="incidents", owner="police", shared="whole", licence="x", attribution="x",
    )  # fmt: skip
    other = Organisation.objects.create(city=city, name="Högskolan", party=Party.OTHER)
    vera = Member.objects.create(email="vera@example.org", name="Vera", organisation=other)
    RoleAssignment.objects.create(member=vera, city=city, role=Role.REVIEWER, valid_from=date(2021, 1, 1))
    client.force_login(vera)
    addresses = [
        reverse("evidence:dataset", args=[dataset.pk]),
        reverse("secrecy:marking", args=["evidence.dataset", dataset.pk]),
    ]
    assert [client.get(one).status_code for one in addresses] == [404, 404]


def test_a_class_is_released_on_a_ground_that_it_allows_and_then_keeps_to_it(norr, own, bo):
    mark(own[0], bo, "police-individuals")
    let_go(norr, own[0], bo, "prevent-crime")
    own[0].refresh_from_db()
    assert own[0].shared
    with pytest.raises(UserError, match="på en grund som klassen inte tillåter"):
        mark(own[0], bo, "police-work")


def test_a_marking_follows_a_joint_matter_into_its_next_version(norr, cast, astrid):
    from samsyn.records.joint import services as joint

    problem = problems.build(cast, norr)["problem"]
    assert class_of(problem).code == "open"
    mark(problem, astrid, "city-individuals")
    newer = joint.start_version(problem, by=astrid)
    assert newer.pk != problem.pk
    assert class_of(newer).code == "city-individuals"


def test_a_promise_is_not_published_while_something_behind_it_is_not_public(norr, cast, astrid, bo):
    activity = world_promises.activity_of(norr, cast)
    promise = world_promises.promise_of(norr, cast)
    world_promises.commitment_of(promise, cast, activity_key=activity.key)
    promise = world_promises.decide(promise, cast)
    goal = activity.action.goal
    for row, by, secrecy in (
        (goal, bo, "police-work"),
        (activity.action.cause.picture, astrid, "internal"),
        (promise, astrid, "city-individuals"),
    ):
        mark(row, by, secrecy)
        with pytest.raises(UserError, match="Det vilar på"):
            promises.propose_publishing(promise=promise, by=astrid)
        mark(row, by, "open")
    promises.propose_publishing(promise=promise, by=astrid)
    mark(goal, bo, "police-work")
    with pytest.raises(UserError, match="är märkt ”Sekretess hos polisen: arbetet”"):
        promises.publish(promise=promise, by=bo)
    mark(goal, bo, "open")
    assert promises.publish(promise=promise, by=bo).published_at


def test_a_published_promise_that_is_marked_is_kept_from_those_outside(client, norr, cast, astrid, bo):
    """Who has read it has read it: from then on no external party is shown it."""
    promise, pia = partners.work(norr, cast)["promise"], partners.partner(norr)
    promise = world_promises.publish(promise, cast)
    page, outside = reverse("agreements:promise", args=[norr.slug, promise.pk]), reverse("partners:home")
    for secrecy, is_shown in (("open", True), ("city-individuals", False), ("open", True)):
        if class_of(promise).code != secrecy:
            mark(promise, astrid, secrecy)
        client.force_login(pia)
        assert (promise.title in client.get(outside).content.decode()) is is_shown
        client.force_login(bo)
        text = client.get(page).content.decode()
        assert "Publicerat" in text
        assert ("Externa parter ser det inte längre" in text) is not is_shown


def test_the_page_says_the_class_with_its_paragraph_and_changes_it(
    client, norr, own, bo, astrid, lena, farid
):
    url = reverse("secrecy:marking", args=["situation.paragraph", own[0].pk])
    for member, status in ((astrid, 404), (lena, 404), (farid, 404), (bo, 200)):
        client.force_login(member)
        assert client.get(url).status_code == status
    page = client.get(reverse("situation:paragraph", args=[norr.slug, own[0].pk])).content.decode()
    assert "Sekretess och rättslig grund: intern" in page and url in page
    refused = client.post(url, {"secrecy": "police-work", "reason": "Det rör 811218-9876"})
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "ser ut som ett personnummer" in said and "Det rör 811218-9876</textarea>" in said
    assert '<a href="/hjalp/enskilda/">' in said
    done = client.post(url, {"secrecy": "police-work", "reason": REASON}, follow=True).content.decode()
    assert "Märkt: Sekretess hos polisen: arbetet." in done
    assert REASON in client.get(url).content.decode()


def test_a_text_about_a_person_keeps_its_place_in_the_form(client, norr, bo, astrid):
    client.force_login(bo)
    text = "Vi gjorde en orosanmälan om Kalle i går"
    answer = client.post(
        reverse("situation:paragraph_new", args=[norr.slug]), {"section": "analysis", "text": text}
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert f"{text}</textarea>" in said
    assert "19 kap. 1 § socialtjänstlagen (2025:400)" in said and 'href="/hjalp/enskilda/"' in said
    assert not Paragraph.objects.filter(picture__pair=norr).exists()
    client.force_login(astrid)
    answer = client.post(reverse("home:settings"), {"name": "Astrid 811218-9876", "title": "x"})
    assert answer.status_code == 422
    assert "Astrid 811218-9876" in answer.content.decode()
    astrid.refresh_from_db()
    assert "811218" not in astrid.name


def test_the_help_page_names_every_channel(client, farid):
    client.force_login(farid)
    page = client.get("/hjalp/enskilda/").content.decode()
    for said in ("112", "114 14", "19 kap. 1 §", "10 kap. 18 a §", "lag (2025:170)"):
        assert said in page


def test_a_kind_or_an_object_that_does_not_exist_is_one_and_the_same_answer(bo):
    from django.http import Http404

    for code, pk in (("situation.finding", 999_999), ("people.member", bo.pk), ("x", 1)):
        with pytest.raises(Http404):
            thing_for(bo, code, pk)
