"""A whole round: from a file to a problem, goals, methods, actions, what is done, what it gave, and the next lägesbild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.browser import hands
from tests.browser import hands_round as walk

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

NORR, NORDOST = "exempelstaden-norr", "goteborg-nordost"
CRIMES = {"sv": "Anmälda brott, alla", "en": "Reported crimes, all"}
FORUM, SOCIAL, POLICE = "Beredningsgrupp Nordost", "Socialförvaltningen Nordost", "Lokalpolisområde Nordost"
RIVER = "Otryggt längs gångvägen vid ån efter mörkrets inbrott"  # of the example's second round
SHINING, WALKS = "Lamporna längs ån lyser", "Trygghetsvandring varje kvartal"
EVENINGS = "Kvällar med fältassistenter vid hållplatsen"
NARROW = 360
TODAY = walk.today()
YEAR = timedelta(days=365)


@pytest.fixture(params=["sv", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def say(language):
    return hands.words(language)


@dataclass
class Round:
    """What the five write in one round, and the pages that they come to."""

    language: str
    edition: int = 0
    problem: str = ""
    purpose: str = ""

    def __getattr__(self, name: str) -> str:
        return f"{WORDS[name]} ({self.language})"


WORDS = {
    "finding": "Anmälda brott ligger kvar",
    "title": "Bråkigt vid torget på kvällen",
    "cause": "Inga vuxna på plats när butikerna stänger",
    "behind": "Fritidsgården stänger tidigt",
    "goal": "Färre anmälda brott",
    "action": "Fältassistenter på torget",
    "activity": "Kvällar på torget",
    "lesson": "Samma vuxna varje gång betyder mest",
    "reason": "Vi vet för lite för att ändra något.",
}


def test_a_round_goes_from_a_file_to_the_next_picture(visit, language, say, reference, tmp_path):
    """Step by step in Göteborg's Nordost; each of the five does what is theirs."""
    astrid, bo, cilla = (visit(person, language=language) for person in ("astrid", "bo", "cilla"))
    one = Round(language)
    _figures(cilla, say, one, reference, tmp_path)
    _edition(astrid, bo, say, one)
    _problem(astrid, bo, say, one)
    _purpose(astrid, bo, say, one)
    _work(astrid, bo, cilla, say, one)
    _plan(astrid, bo, say, one)
    _counting(visit, say, one)
    _followup(astrid, bo, cilla, say, one)
    _thread(astrid, say, one)
    assert astrid.faults + bo.faults + cilla.faults == []


def _figures(cilla, say, one: Round, reference, folder) -> None:
    """A file comes in: the year's crimes, corrected."""
    file = folder / f"brott-varv-{one.language}.csv"
    source = reference / "statistik" / "bra_anmalda_brott_stadsomraden.csv"
    hands.corrected(source, file, "2025,Nordost,alla_brott,", 11 if one.language == "sv" else 13)
    hands.hand_in(cilla, say, "goteborg", file)
    hands.belongs_to(cilla, "Anmälda brott i stadsområden")
    taken, refused, _outside = hands.read_in(cilla, say)
    assert taken > 0
    assert refused == 0


def _edition(astrid, bo, say, one: Round) -> None:
    """The picture is written and decided by both."""
    walk.write_finding(astrid, say, NORDOST, one.finding, "Alla anmäler inte.", figure=CRIMES[one.language])
    one.edition = hands.ready_edition(astrid, bo, say, NORDOST)
    hands.approve(astrid, say, NORDOST, one.edition, walk.CITY)
    astrid.get_by_text(say("Ditt godkännande är sparat. Nu väntar utgåvan på den andra parten.")).wait_for()
    hands.approve(bo, say, NORDOST, one.edition, walk.POLICE)
    bo.get_by_text(say("Utgåva %(number)s är beslutad av båda parter.", number=one.edition)).wait_for()


def _problem(astrid, bo, say, one: Round) -> None:
    """A problem with two causes; both say how sure they are, take it on, and decide it."""
    one.problem = walk.write_problem(astrid, say, NORDOST, one.title, one.finding)
    walk.add_cause(astrid, say, one.problem, one.cause, "Patrullerna ser det varje helg.")
    walk.add_cause(bo, say, one.problem, one.behind, "Den stänger klockan 18.", effect=one.cause)
    walk.answer_certainty(astrid, say, one.problem, 3, "Spara stadens svar")
    walk.answer_certainty(bo, say, one.problem, 2, "Spara polisens svar")
    walk.weigh(bo, say, one.problem, "chosen", "Det drabbar många.")
    walk.decide(astrid, bo, say, one.problem)


def _purpose(astrid, bo, say, one: Round) -> None:
    """Why, and how much fewer: the baseline is of the edition just decided."""
    one.purpose = walk.write_purpose(astrid, say, NORDOST, one.title, "Alla ska våga gå över torget.")
    walk.add_goal(bo, say, one.purpose, one.goal, figure=CRIMES[one.language], due_on=TODAY + 2 * YEAR)
    walk.decide(astrid, bo, say, one.purpose)


def _work(astrid, bo, cilla, say, one: Round) -> None:
    """A method for one cause, a reason for leaving the other, hours of both, and who leads."""
    walk.add_organisation(cilla, say, "goteborg", SOCIAL, kind="city-administration", party="city")
    walk.add_organisation(cilla, say, "goteborg", POLICE, kind="local-police-district", party="police")
    walk.add_forum(
        cilla, say, "goteborg", FORUM, kind="preparatory", where="Nordost", mandate="Leder arbetet på torget."
    )
    work = walk.begin_work(astrid, say, NORDOST, one.title)
    walk.choose_method(astrid, say, work, one.cause, "Vuxna som ungdomarna känner lugnar.")
    walk.leave_cause_out(astrid, say, work, one.behind, "Nämnden beslutar om öppettiderna.")
    walk.promise(astrid, say, work, SOCIAL, "Kvällar", 300, TODAY + YEAR)
    walk.promise(bo, say, work, POLICE, "Fotpatrull", 200, TODAY + YEAR)
    walk.let_lead(astrid, say, work, FORUM)
    walk.add_function(bo, say, work, "Områdespolis", "police", "Går patrullerna.")
    walk.decide(astrid, bo, say, work)


def _plan(astrid, bo, say, one: Round) -> None:
    """An action that answers the cause and serves the goal, with a number, and when it is followed up."""
    plan = walk.open_action_plan(astrid, say, NORDOST, edition=one.edition, first=TODAY, last=TODAY + YEAR)
    walk.add_action(
        astrid, say, plan, "field-assistants", one.action, cause=one.cause, goal=one.goal,
        followup_on=TODAY + YEAR, followup_by="Analytiker", followup_source="Anmälda brott",
    )  # fmt: skip
    walk.add_activity(astrid, say, one.activity, 4)
    walk.decide(astrid, bo, say, plan)


def _counting(visit, say, one: Round) -> None:
    """Hanna and Karl count by phone, in three taps from the start page."""
    for count, person in enumerate(("hanna", "karl"), start=1):
        page = visit(person, language=one.language, width=NARROW)
        walk.count_in_three_taps(page, say, one.activity)
        assert walk.counted(page) == count
        assert page.faults == []


def _followup(astrid, bo, cilla, say, one: Round) -> None:
    """Cilla measures, each party says its mind, and both decide one conclusion; the next picture shows it."""
    followup = walk.follow_up(cilla, say, NORDOST, one.action)
    walk.propose(astrid, say, followup, "continue", "Svara för staden")
    walk.propose(bo, say, followup, "change", "Svara för polisen")
    walk.settle(astrid, say, followup, "continue", one.reason)
    walk.add_lesson(bo, say, followup, one.lesson)
    walk.decide(astrid, bo, say, followup)
    cilla.goto(f"/par/{NORDOST}/lagesbild/")
    block = cilla.locator("section", has=cilla.get_by_role("heading", name=say("Från uppföljningen")))
    assert one.action in block.inner_text()
    assert one.reason in block.inner_text()


def _thread(astrid, say, one: Round) -> None:
    """The thread of the problem holds from the figure to the next picture."""
    astrid.goto(one.problem)
    address = astrid.get_by_role("link", name=say("Visa Röda tråden")).get_attribute("href")
    assert walk.breaks(astrid, address) == {}
    astrid.get_by_text(say("Tråden har inget avbrott.")).wait_for()
    text = astrid.locator("#lista").inner_text()
    for link in (one.finding, one.title, one.cause, one.goal, one.action):
        assert link in text


@pytest.fixture
def swedish():
    return hands.words("sv")


def _river(page, say) -> tuple[str, str, str]:
    """The pages of the decided purpose and plan of the example's second round, and the address of its thread."""
    page.goto(f"/par/{NORR}/mal/")
    purpose = page.get_by_role("link", name=RIVER, exact=True).get_attribute("href")
    plan = walk.address(page, f"/par/{NORR}/atgardsplan/", "ul.plans h2 a")
    return purpose, plan, f"/par/{NORR}/roda-traden/"


def test_a_goal_that_is_taken_away_breaks_the_thread_and_the_button_leads_to_the_mending(visit, swedish):
    """The plan stands decided; its goal is decided away. The thread says so, and a new version of the plan mends it."""
    say, astrid, bo = swedish, visit("astrid"), visit("bo")
    purpose, plan, thread = _river(astrid, say)
    assert "Inget mål" not in walk.breaks(astrid, thread)
    version = walk.next_version(astrid, say, purpose)
    walk.remove_goal(astrid, say, version, SHINING)
    walk.decide(astrid, bo, say, version)
    found = walk.breaks(astrid, thread)
    assert "Inget mål" in found
    text = astrid.locator("section.breaks").inner_text()
    assert f"Åtgärden ”{WALKS}” bidrar inte till något mål som gäller." in text
    astrid.get_by_role("link", name="Knyt åtgärden till ett mål").click()
    action = walk.action_of(astrid, WALKS)
    assert "Målet gäller inte längre." in action.inner_text()
    action.get_by_role("link", name="Ändra planen i en ny version").click()
    version = walk.next_version(astrid, say, plan)
    walk.tie_to_goal(astrid, say, version, WALKS, "Fler trygga ute på kvällen i Ekbygden")
    walk.decide(astrid, bo, say, version)
    assert "Inget mål" not in walk.breaks(astrid, thread)
    assert astrid.faults + bo.faults == []


def test_an_action_without_a_goal_goes_with_a_signed_exception_that_everybody_sees(visit, swedish):
    """Without it the plan cannot be sent; with it the exception stands by the action, in the decision and in the thread."""
    say, astrid, bo, mats = swedish, visit("astrid"), visit("bo"), visit("mats")
    _purpose, plan, thread = _river(astrid, say)
    title, reason = "Lånebelysning vid ån", "Lamporna står i förråd och kan sättas upp i dag."
    version = walk.next_version(astrid, say, plan)
    walk.add_action(
        astrid, say, version, "lighting", title, cause="Det är mörkt", goal="", how="Tolv lyktor.",
        followup_by="Driftledare", followup_source="Besiktning",
    )  # fmt: skip
    walk.add_activity(astrid, say, "Lyktor tända", 12)
    astrid.goto(version)
    address = walk.to_decide(astrid)
    astrid.goto(address)
    hands.press(astrid, "Skicka på granskning")
    lacking = f"Det saknas mål, eller ett undertecknat undantag, för ”{title}”."
    assert lacking in astrid.locator(".problem").inner_text()
    walk.sign_exception(mats, say, version, title, reason, "Skriv under för polisen")
    assert reason in walk.action_of(mats, title).locator(".exception").inner_text()
    walk.decide(astrid, bo, say, version)
    bo.goto(address)
    assert reason in bo.locator("section.diff").last.inner_text()
    assert "Inget mål" not in walk.breaks(bo, thread)
    exceptions = bo.locator("#undantag").inner_text()
    assert title in exceptions
    assert reason in exceptions
    assert [fault for fault in astrid.faults if "422" not in fault] + bo.faults + mats.faults == []


# In the field


def test_counting_works_with_script_off_and_is_taken_back(visit):
    page = visit("hanna", width=NARROW, script=False)
    page.goto("/falt/")
    page.get_by_role("link", name=EVENINGS).click()
    before = walk.counted(page)
    page.goto("/falt/")
    page.get_by_role("button", name=f"+1 {EVENINGS}").click()
    page.get_by_text("Räknat: +1.").wait_for()
    assert walk.counted(page) == before + 1
    page.get_by_role("button", name="Ångra det senaste").click()
    assert walk.counted(page) == before
    page.get_by_text("Anteckning, annan dag eller fler än en").click()
    walk.fill(page, note="Lugnt på platsen.", count=2)
    hands.press(page, "Räkna med anteckning")
    assert walk.counted(page) == before + 2
    page.get_by_text("Lugnt på platsen.").wait_for()
    assert page.faults == []


def test_a_press_without_network_is_kept_and_sent_when_it_is_back(visit):
    page = visit("hanna", width=NARROW)
    page.goto("/falt/")
    page.get_by_role("link", name=EVENINGS).click()
    before = walk.counted(page)
    page.context.set_offline(True)
    for waiting, text in ((1, "1 väntar på nät."), (2, "2 väntar på nät.")):
        page.locator("button.plus:enabled").click()
        page.locator("[data-waiting]", has_text=text).wait_for()
        assert walk.counted(page) == before + waiting
    page.context.set_offline(False)
    page.locator("[data-offline]").wait_for(state="hidden")
    other = visit("karl", width=NARROW)
    other.goto(page.url)
    assert walk.counted(other) == before + 2
