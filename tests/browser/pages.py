"""Every page of the program: its route, who opens it, and where it is, by address or by the links that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

NORR = "/par/exempelstaden-norr/"
TOWN = "?stad=exempelstaden"
IMPORTS = '/underlag/ a[href^="/underlag/inlasning/"]'


@dataclass(frozen=True)
class Page:
    """A page. `way` is an address, and after it, divided by bars, the selectors of the links to follow from there.

    A name in braces stands for an address that the tests make: {waiting} is a file to look through, {problem}, {purpose},
    {work} and {plan} are drafts of Norr, each lacking something, {decided} is the plan in force.
    """

    route: str
    way: str
    person: str = "cilla"
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.route


PAGES = (
    Page("home:start", "/", "", "start for a stranger"),
    Page("home:start", "/"),
    Page("home:glossary", "/ordlista/", ""),
    Page("home:news", "/nyheter/", ""),
    Page("home:accessibility", "/tillganglighet/", ""),
    Page("ui:components", "/komponenter/", ""),
    Page("people:choose", "/medarbetare/valj/", ""),
    Page("account_login", "/konto/logga-in/", ""),
    Page("account_logout", "/konto/logga-ut/"),
    Page("account_inactive", "/konto/avstangd/", ""),
    Page("account_reset_password", "/konto/glomt-losenord/", ""),
    Page("mfa_index", "/konto/tva-steg/"),
    Page("mfa_activate_totp", "/konto/tva-steg/sla-pa/"),
    Page("mfa_generate_recovery_codes", "/konto/tva-steg/reservkoder/nya/"),
    Page("home:settings", "/installningar/"),
    Page("home:log", "/logg/"),
    Page("home:pair", NORR, "astrid"),
    Page("home:pair", "/par/goteborg-nordost/", name="home:pair of Göteborg"),
    Page("home:step", f"{NORR}steg/3/"),
    Page("places:start", "/platser/"),
    Page("places:city", "/platser/exempelstaden/"),
    Page("places:new-city", "/platser/ny-stad/"),
    Page("places:new-pair", "/platser/exempelstaden/par/nytt/"),
    Page("places:division", "/platser/goteborg/primaromraden/"),
    Page("places:area", "/platser/exempelstaden/stadsomraden/norr/"),
    Page("people:cities", "/medarbetare/"),
    Page("people:members", "/medarbetare/exempelstaden/"),
    Page("people:add_member", "/medarbetare/exempelstaden/ny/"),
    Page("people:add_newcomer", "/medarbetare/exempelstaden/fran-annan-stad/"),
    Page("people:add_organisation", "/medarbetare/exempelstaden/organisation/ny/"),
    Page("people:add_forum", "/medarbetare/exempelstaden/forum/nytt/"),
    Page("people:forum", '/medarbetare/exempelstaden/ main a[href*="/forum/"]:not([href$="/nytt/"])'),
    Page("people:member", "/medarbetare/exempelstaden/ main table tbody a"),
    Page("evidence:start", "/underlag/"),
    Page("evidence:upload", "/underlag/las-in/exempelstaden/"),
    Page("evidence:import", IMPORTS),
    Page("evidence:review", "{waiting}"),
    Page("evidence:dataset", '/underlag/ a[href^="/underlag/datamangd/"]'),
    Page("evidence:metrics", f"/underlag/matt/{TOWN}"),
    Page("evidence:metric", f"/underlag/matt/population/{TOWN}"),
    Page("evidence:origin", f'{NORR}lagesbild/ main a[href^="/underlag/ursprung/"]'),
    Page("evidence:incidents", f"/underlag/handelser/{TOWN}"),
    Page("situation:picture", f"{NORR}lagesbild/", "astrid"),
    Page("situation:picture", "/par/goteborg-nordost/lagesbild/", name="situation:picture of Göteborg"),
    Page("situation:measure", f"{NORR}lagesbild/matt/incidents/"),
    Page("situation:paragraph_new", f"{NORR}lagesbild/stycke/nytt/", "astrid"),
    Page("situation:paragraph", f'{NORR}lagesbild/ a[href*="/stycke/"]:not([href*="nytt"])', "astrid"),
    Page("situation:finding_new", f"{NORR}lagesbild/slutsats/ny/", "astrid"),
    Page("situation:finding", f'{NORR}lagesbild/ a[href*="/slutsats/"]:not([href*="/ny/"])', "astrid"),
    Page("situation:level", f"{NORR}lagesbild/lage/hela/", "astrid"),
    Page("situation:editions", f"{NORR}lagesbild/utgavor/"),
    Page("situation:edition_cut", "/par/exempelstaden-soder/lagesbild/utgavor/ny/", "farid"),
    Page("situation:edition", f"{NORR}lagesbild/utgavor/1/"),
    Page("situation:edition_decide", f'{NORR}lagesbild/utgavor/ a[href$="/besluta/"]', "astrid"),
)

PROBLEMS, PLANS, FOLLOWUPS = f"{NORR}problembilder/", f"{NORR}atgardsplan/", f"{NORR}uppfoljning/"
LATE = f"{FOLLOWUPS} section.todo a"

PAGES += (
    Page("problem:pictures", PROBLEMS, "astrid"),
    Page("problem:new", f"{PROBLEMS}ny/", "astrid"),
    Page("problem:picture", "{problem}", "astrid"),
    Page("problem:picture", f"{PROBLEMS} table.problems th a", name="problem:picture decided"),
    Page("problem:change", "{problem}andra/", "astrid"),
    Page("problem:weigh", "{problem}prioritera/", "astrid"),
    Page("problem:cause_new", "{problem}orsak/ny/", "astrid"),
    Page("problem:cause", '{problem} article .acts a[href*="/orsak/"]', "astrid"),
    Page("problem:cause_remove", '{problem} article .acts a[href$="/ta-bort/"]', "astrid"),
    Page("problem:link_new", "{problem}samband/nytt/", "astrid"),
    Page("problem:evidence_new", "{problem}skal/nytt/", "astrid"),
    Page("purpose:purposes", f"{NORR}mal/", "astrid"),
    Page("purpose:purpose_new", "{unaimed}", "astrid"),
    Page("purpose:purpose", "{purpose}", "astrid"),
    Page("purpose:purpose", f"{NORR}mal/ section h2 a", name="purpose:purpose decided"),
    Page("purpose:purpose_change", "{purpose}andra/", "astrid"),
    Page("purpose:goal_new", "{purpose}nytt-mal/", "astrid"),
    Page("purpose:goal", "{purpose} table.goals th a", "astrid"),
    Page("method:plans", f"{NORR}metod/", "astrid"),
    Page("method:library", f"{NORR}metod/bibliotek/"),
    Page("method:library", '{work} a[href*="/bibliotek/?orsak="]', "astrid", "method:library for a cause"),
    Page("method:method", f"{NORR}metod/bibliotek/fotpatrull/"),
    Page("method:plan", "{work}", "astrid"),
    Page("method:plan", f"{NORR}metod/ table th a", name="method:plan decided"),
    Page("method:plan_change", "{work}andra/", "astrid"),
    Page("method:choice_new", "{work}metod/ny/", "astrid"),
    Page("method:choice", "{work} .chosen .acts a", "astrid"),
    Page("method:leave_out", '{work} a[href$="/lamna/"]', "astrid"),
    Page("method:resource_new", "{work}resurs/ny/", "astrid"),
    Page("method:resource", '{work} .promises a[href*="/resurs/"]:not([href$="/givet/"])', "astrid"),
    Page("method:give", '{work} .promises a[href$="/givet/"]', "astrid"),
    Page("method:function_new", "{work}funktion/ny/", "astrid"),
    Page("method:function", "{work} #organisation .acts a", "astrid"),
    Page("activity:plans", PLANS, "astrid"),
    Page("activity:plan_new", f"{PLANS}ny/", "astrid"),
    Page("activity:plan", "{plan}", "astrid"),
    Page("activity:plan", "{decided}", name="activity:plan decided"),
    Page("activity:plan", "{decided}?vy=kalender", name="activity:plan as a calendar"),
    Page("activity:plan", "{decided}?vy=karta", name="activity:plan as a map"),
    Page("activity:plan_change", "{plan}andra/", "astrid"),
    Page("activity:action_new", "{plan}atgard/ny/", "astrid"),
    Page("activity:action_new", "{plan}atgard/ny/?slag=lighting", "astrid", "activity:action_new of a type"),
    Page("activity:action", '{plan} article .links a[href*="/atgard/"]', "astrid"),
    Page("activity:exception", '{plan} a[href*="/undantag/"]', "astrid"),
    Page("activity:activity_new", '{plan} a[href$="/aktivitet/ny/"]', "astrid"),
    Page("activity:activity", "{plan} ul.work h4 a", "astrid"),
    Page("field:activities", "/falt/", "hanna"),
    Page("field:activity", "/falt/ ul.mine a", "hanna"),
    Page("followup:followups", FOLLOWUPS),
    Page("followup:lessons", f"{FOLLOWUPS}lardomar/"),
    Page("followup:new", f"{FOLLOWUPS}ny/"),
    Page("followup:followup", LATE),
    Page("followup:followup", f'{FOLLOWUPS} section[aria-labelledby="beslutat"] a', name="followup:followup decided"),
    Page("followup:change", f'{LATE} | main a[href$="/andra/"]'),
    Page("chain:start", "/roda-traden/"),
    Page("chain:thread", f"{NORR}roda-traden/"),
    Page("chain:around", f'{PROBLEMS} table.problems th a | main a[href*="/roda-traden/"]'),
    Page("records:decisions", f"{NORR}beslut/"),
    Page("records:decide", '{plan} main a[href*="/beslut/"]', "astrid"),
    Page("records:decide", '{decided} main a[href*="/beslut/"]', name="records:decide decided"),
    Page("home:handover", f"{NORR}overlamning/"),
)  # fmt: skip

# Routes that answer 200 to a GET and are no page of their own: a file, a fragment, words for a machine.
NO_PAGE = {
    "evidence:errors", "evidence:progress", "evidence:points", "evidence:points-areas", "reports:edition_pdf",
    "reports:edition_docx", "ui:areas", "ui:points", "home:health", "home:ready",
}  # fmt: skip
