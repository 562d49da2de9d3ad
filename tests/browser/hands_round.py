"""What hands do in steps 2–6, in both languages: a problem, its goals, methods and actions, counting, and follow-up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from tests.browser.hands import number_in, press

DAY = datetime.timedelta(days=1)
CITY, POLICE = "Godkänn för staden", "Godkänn för polisen"
PICK = "ul.pick:not(.own) input[name=tal]"


def today() -> datetime.date:
    """The day of the server, which is on this machine."""
    return datetime.date.today()


def fill(page, **said: Any) -> None:
    """Fill fields by their names; a radio button or a list is chosen by its value."""
    for name, value in said.items():
        field = page.locator(f"main [name={name}]").first
        kind = field.evaluate("e => e.type")
        if kind == "radio":
            page.locator(f'main [name={name}][value="{value}"]').check()
        elif kind == "select-one":
            page.select_option(f"main [name={name}]", value)
        else:
            field.fill(str(value))


def save(page, say, button: str, said: str = "") -> None:
    """Press the button, and wait for what the page says when it is done."""
    press(page, say(button))
    page.locator("ul.notes", has_text=say(said) if said else "").wait_for()


def here(page) -> str:
    """The address of the page, without host and anchor."""
    return re.sub(r"^https?://[^/]+|#.*$", "", page.url)


def address(page, start: str, selector: str) -> str:
    """Return where the first link that the selector names leads, on the page at `start`."""
    page.goto(start)
    return page.locator("main").locator(selector).first.get_attribute("href")


# Deciding


def to_decide(page) -> str:
    """The address where the matter of the page is decided."""
    return page.locator('main a[href*="/beslut/"]').first.get_attribute("href")


def send(page, say, address: str) -> None:
    """Send a draft to review from the page where it is decided."""
    page.goto(address)
    lacking = page.locator("ul.checks .not-met").all_inner_texts()
    assert lacking == []
    save(page, say, "Skicka på granskning", "Texten är skickad. Båda parter får frågan om att godkänna den.")


def approve(page, say, address: str, button: str, said: str) -> None:
    """Read the text and approve it for one's own party."""
    page.goto(address)
    save(page, say, button, said)


def decide(astrid, bo, say, matter: str) -> str:
    """Send the matter to review and approve exactly that text for both; return where it is decided."""
    astrid.goto(matter)
    address = to_decide(astrid)
    send(astrid, say, address)
    approve(astrid, say, address, CITY, "Ditt godkännande är sparat. Nu väntar texten på den andra parten.")
    approve(bo, say, address, POLICE, "Beslutat av båda parter. Texten ändras aldrig mer.")
    return address


def next_version(page, say, matter: str) -> str:
    """Start the next version of a decided matter, or go on with the one that is open; return its page."""
    page.goto(matter)
    page.goto(to_decide(page))
    button = page.get_by_role("main").get_by_role("button", name=say("Börja på en ny version"))
    if button.count() == 0:
        return matter
    button.click()
    page.locator("ul.notes").wait_for()
    return here(page)


def withdraw(page, say, *matters: str) -> None:
    """Take back drafts."""
    for matter in matters:
        page.goto(matter)
        page.goto(to_decide(page))
        save(page, say, "Dra tillbaka utkastet")


# 1 Lägesbild


def write_finding(page, say, pair: str, statement: str, doubt: str, *, figure: str) -> None:
    """A finding that rests on the first figure that the search finds."""
    page.goto(f"/par/{pair}/lagesbild/slutsats/ny/")
    fill(page, statement=statement, doubt=doubt, sok=figure)
    page.locator("button[name=sok-tal]").click()
    page.locator("[name=tal]").first.check()
    press(page, say("Spara slutsatsen"))
    page.get_by_role("heading", name=statement).first.wait_for()


# 2 Problembild


def write_problem(page, say, pair: str, title: str, finding: str = "", **said: str) -> str:
    """A problem that rests on the named finding, or on the first; return its page."""
    page.goto(f"/par/{pair}/problembilder/ny/")
    page.get_by_role("checkbox", name=finding).first.check()
    fill(page, title=title, **{"kind": "unsafety", "since": "2024", "affected": "Boende", **said})
    save(page, say, "Spara problembilden", "Problembilden är sparad som utkast. Lägg till orsaker härnäst.")
    return here(page)


def add_cause(page, say, problem: str, text: str, grounds: str, *, effect: str = "") -> None:
    """A cause of the problem, or of the cause named by `effect`."""
    page.goto(problem)
    if effect:
        page.locator("article", has_text=effect).locator('a[href*="leder-till="]').first.click()
    else:
        page.goto(f"{problem}orsak/ny/")
    fill(page, text=text, grounds=grounds)
    save(page, say, "Spara orsaken", "Orsaken är sparad. Säg nu hur säkra ni är på den.")


def answer_certainty(page, say, problem: str, sureness: int, button: str) -> None:
    """Say how sure one's own party is of every cause."""
    page.goto(problem)
    for answer in page.locator("select[name^=svar-]").all():
        answer.select_option(str(sureness))
    save(page, say, button, "Svaren är sparade.")


def weigh(page, say, problem: str, weight: str, reason: str) -> None:
    page.goto(f"{problem}prioritera/")
    fill(page, weight=weight, reason=reason)
    save(page, say, "Spara prioriteringen", "Prioriteringen är sparad.")


# 3 Syfte och mål


def write_purpose(page, say, pair: str, problem: str, text: str) -> str:
    """The purpose of the work with a problem that waits for one; return its page."""
    page.goto(f"/par/{pair}/mal/")
    page.locator(".unaimed li", has_text=problem).get_by_role("link").click()
    fill(page, text=text)
    save(page, say, "Spara syftet", "Syftet är sparat som utkast. Lägg till mål härnäst.")
    return here(page)


def add_goal(page, say, purpose: str, statement: str, *, figure: str, due_on: datetime.date) -> None:
    """A goal whose baseline is the first figure of the decided edition that the search finds: a third less."""
    page.goto(f"{purpose}nytt-mal/")
    fill(page, statement=statement, sok=figure)
    page.locator("button[name=sok-tal]").click()
    page.locator(PICK).first.check()
    given = number_in(page.locator(".given").inner_text())
    fill(page, target=given * 2 // 3, due_on=due_on, measured_by="Analytiker")
    save(page, say, "Spara i utkastet", "Målet är sparat i utkastet.")


def remove_goal(page, say, purpose: str, statement: str) -> None:
    """Take a goal out of the draft."""
    page.goto(purpose)
    page.get_by_role("main").get_by_role("link", name=statement).click()
    save(page, say, "Ta bort målet", "Målet är borttaget ur utkastet.")


# 4 Metod, resurs och organisation


def add_organisation(page, say, city: str, name: str, *, kind: str, party: str) -> None:
    """Add an organisation of the city, unless it is there."""
    page.goto(f"/medarbetare/{city}/")
    if page.get_by_text(name).count() == 0:
        page.goto(f"/medarbetare/{city}/organisation/ny/")
        fill(page, name=name, kind=kind, party=party)
        press(page, say("Lägg till organisationen"))
        page.wait_for_url(f"**/medarbetare/{city}/")


def add_forum(page, say, city: str, name: str, *, kind: str, where: str, mandate: str) -> None:
    """Add a forum of a pair, unless it is there."""
    page.goto(f"/medarbetare/{city}/")
    if page.get_by_text(name).count() == 0:
        page.goto(f"/medarbetare/{city}/forum/nytt/")
        fill(page, name=name, kind=kind, mandate=mandate)
        page.select_option("[name=pair]", label=where)
        press(page, say("Lägg till forumet"))
        page.get_by_role("heading", name=name, level=1).wait_for()


def begin_work(page, say, pair: str, problem: str) -> str:
    """Begin to order the work against a decided problem; return the page of the work plan."""
    page.goto(f"/par/{pair}/metod/")
    page.locator("ul.wait li", has_text=problem).get_by_role("button").click()
    page.locator("ul.notes").wait_for()
    return here(page)


def choose_method(page, say, plan: str, cause: str, why: str) -> None:
    """Choose the first method that the library proposes for a cause."""
    page.goto(plan)
    page.locator("ol.causes > li", has_text=cause).locator('a[href*="/bibliotek/?orsak="]').first.click()
    page.locator('main a[href*="metod="]').first.click()
    fill(page, why=why)
    save(page, say, "Välj metoden", "Metoden är vald.")


def leave_cause_out(page, say, plan: str, cause: str, why: str) -> None:
    page.goto(plan)
    page.locator("ol.causes > li", has_text=cause).locator('a[href$="/lamna/"]').click()
    fill(page, why=why)
    save(page, say, "Spara skälet", "Det står nu i planen att ni lämnar orsaken, och varför.")


def promise(page, say, plan: str, organisation: str, what: str, hours: int, last: datetime.date) -> None:
    """Promise hours for an organisation of one's own party."""
    page.goto(f"{plan}resurs/ny/")
    choose_by_text(page, "organisation", organisation)
    fill(page, kind="hours", what=what, amount=hours, period_last=last)
    save(page, say, "Lova resursen", "Resursen är inskriven som ett löfte.")


def choose_by_text(page, name: str, text: str) -> None:
    """Choose in a list the first choice that holds the text."""
    labels = page.locator(f"main select[name={name}] option").all_inner_texts()
    page.select_option(f"main select[name={name}]", label=next(label for label in labels if text in label))


def let_lead(page, say, plan: str, forum: str) -> None:
    page.goto(f"{plan}andra/")
    choose_by_text(page, "forum", forum)
    save(page, say, "Spara", "Ändringen är sparad.")


def add_function(page, say, plan: str, function: str, party: str, task: str) -> None:
    page.goto(f"{plan}funktion/ny/")
    fill(page, function=function, party=party, task=task)
    save(page, say, "Lägg till funktionen", "Funktionen är tillagd.")


# 5 Aktivitet och åtgärd


def open_action_plan(page, say, pair: str, *, edition: int, first: datetime.date, last: datetime.date) -> str:
    """An action plan to write in, resting on the edition: a new one, or the next version of the plan in force."""
    page.goto(f"/par/{pair}/atgardsplan/")
    known = page.locator("ul.plans h2 a")
    if known.count():
        plan = next_version(page, say, known.first.get_attribute("href"))
        page.goto(f"{plan}andra/")
        choose_by_text(page, "edition", say("Utgåva %(number)s, beslutad %(day)s", number=edition, day=""))
        save(page, say, "Spara planen", "Planen är sparad.")
        return plan
    page.goto(f"/par/{pair}/atgardsplan/ny/")
    fill(page, period_start=first, last_day=last)
    choose_by_text(page, "edition", say("Utgåva %(number)s, beslutad %(day)s", number=edition, day=""))
    save(page, say, "Spara planen", "Planen är påbörjad. Lägg till den första åtgärden.")
    return here(page)


def add_action(page, say, plan: str, kind: str, title: str, *, cause: str, goal: str, **said: Any) -> None:
    """An action of a ready type with its cause and its goal ("" for none); leaves the form of its first activity open."""
    page.goto(f"{plan}atgard/ny/")
    page.locator(f'main a[href="?slag={kind}"]').click()
    choose_by_text(page, "cause", cause)
    if goal:
        choose_by_text(page, "goal", goal)
    fill(page, title=title, responsible="Områdeschef", **said)
    save(page, say, "Spara åtgärden", "Åtgärden är sparad. Lägg till vad som ska göras och hur många gånger.")


def add_activity(page, say, text: str, amount: int) -> None:
    """The activity of the action whose form is open."""
    fill(page, text=text, amount=amount)
    save(page, say, "Spara aktiviteten", "Aktiviteten är sparad.")


def action_of(page, title: str):
    """The action on the page of its plan."""
    return page.locator("article.action", has=page.get_by_role("heading", name=title, exact=True))


def sign_exception(page, say, plan: str, action: str, reason: str, button: str) -> None:
    """Sign that the action goes without a goal."""
    page.goto(plan)
    action_of(page, action).get_by_role("link", name=say("Skriv under undantag från mål")).click()
    fill(page, reason=reason)
    save(page, say, button, "Undantaget är undertecknat. Det står vid åtgärden för alltid.")


def tie_to_goal(page, say, plan: str, action: str, goal: str) -> None:
    """Give an action of a draft another goal."""
    page.goto(plan)
    action_of(page, action).get_by_role("link", name=say("Ändra åtgärden")).click()
    choose_by_text(page, "goal", goal)
    save(page, say, "Spara åtgärden", "Åtgärden är sparad.")


def count_in_three_taps(page, say, activity: str) -> None:
    """From the start page on a phone: the menu, Räkna, +1."""
    page.goto("/")
    page.locator("header details > summary").click()
    page.locator("header details").get_by_role("link", name=say("Räkna"), exact=True).click()
    page.get_by_role("button", name=f"+1 {activity}").click()
    page.get_by_role("heading", name=activity, level=1).wait_for()


def counted(page) -> int:
    """The count of the activity whose page is open."""
    return number_in(page.locator(".cnt b").inner_text())


# 6 Uppföljning


def follow_up(page, say, pair: str, action: str) -> str:
    """Measure the planned follow-up of an action; return its page."""
    page.goto(f"/par/{pair}/uppfoljning/")
    page.locator("table.rows tbody tr", has_text=action).get_by_role("link").first.click()
    save(page, say, "Räkna fram uppföljningen", "Uppföljningen är räknad. Läs vad den visar.")
    return here(page)


def propose(page, say, followup: str, conclusion: str, button: str) -> None:
    """Say what one's own party thinks should happen."""
    page.goto(followup)
    form = page.locator('form[action$="/forslag/"]')
    form.locator(f'[name=conclusion][value="{conclusion}"]').check()
    save(page, say, button, "Ert svar är sparat. Båda svaren syns när båda har svarat.")


def settle(page, say, followup: str, conclusion: str, reason: str) -> None:
    """Write the conclusion that both have come to."""
    page.goto(followup)
    form = page.locator('form[action$="/slutsats/"]')
    form.locator(f'[name=conclusion][value="{conclusion}"]').check()
    form.locator("[name=reason]").fill(reason)
    save(page, say, "Bestäm slutsatsen", "Slutsatsen är sparad. Nu kan texten skickas på granskning.")


def add_lesson(page, say, followup: str, text: str) -> None:
    page.goto(followup)
    page.locator('form[action$="/lardom/"] [name=text]').fill(text)
    save(page, say, "Lägg till lärdomen", "Lärdomen är sparad.")


# Röda tråden


def breaks(page, address: str) -> Mapping[str, str]:
    """Open the thread, and return each of its breaks: what is lacking, and where its button leads."""
    page.goto(address)
    page.locator("section.breaks").wait_for()
    found = {}
    for one in page.locator("article.break").all():
        button = one.locator("a.ds-button")
        found[one.locator("h3").inner_text()] = button.get_attribute("href") if button.count() else ""
    return found
