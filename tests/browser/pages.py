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
    {work}, {plan} and {promise} are drafts of Norr, most lacking something, {decided} is the plan in force.
    {disagreement} is what Astrid has taken up about the edition on review, {disagree} where one does it.
    {agreement} is a draft whose open clauses nobody has written, {ready} an agreement that waits for signatures.
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
    Page("ui:methods", "/komponenter/metoder/", ""),
    Page("people:choose", "/medarbetare/valj/", ""),
    Page("account_login", "/konto/logga-in/", ""),
    Page("account_logout", "/konto/logga-ut/"),
    Page("account_inactive", "/konto/avstangd/", ""),
    Page("account_reset_password", "/konto/glomt-losenord/", ""),
    Page("mfa_index", "/konto/tva-steg/"),
    Page("mfa_activate_totp", "/konto/tva-steg/sla-pa/"),
    Page("mfa_add_webauthn", "/konto/tva-steg/nyckel/"),
    Page("account_sessions", "/konto/inloggningar/"),
    Page("people:resets", "/medarbetare/exempelstaden/losenord/"),
    Page("people:appointments", "/medarbetare/exempelstaden/uppdrag/"),
    Page("mfa_generate_recovery_codes", "/konto/tva-steg/reservkoder/nya/"),
    Page("home:tour", "/rundtur/"),
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
    Page("people:deputies", "/medarbetare/exempelstaden/stallforetradare/", "mats"),
    Page("people:name_deputy", '/medarbetare/exempelstaden/stallforetradare/ main a[href$="/ny/"]', "mats"),
    Page("people:member", "/medarbetare/exempelstaden/ main table tbody a"),
    Page("evidence:start", "/underlag/"),
    Page("evidence:upload", "/underlag/las-in/exempelstaden/"),
    Page("evidence:import", IMPORTS),
    Page("evidence:review", "{waiting}"),
    Page("evidence:dataset", '/underlag/ a[href^="/underlag/datamangd/"]'),
    Page("evidence:metrics", f"/underlag/matt/{TOWN}"),
    Page("evidence:metric", f"/underlag/matt/population/{TOWN}"),
    Page("evidence:origin", f'{NORR}lagesbild/ main a[href^="/underlag/ursprung/"]'),
    Page("evidence:incidents", f"/underlag/handelser/{TOWN}", "bo"),
    Page("situation:picture", f"{NORR}lagesbild/", "astrid"),
    Page("situation:picture", "/par/goteborg-nordost/lagesbild/", name="situation:picture of Göteborg"),
    Page("releases:releases", f"{NORR}vem-ser-vad/", "bo"),
    Page("secrecy:individuals", "/hjalp/enskilda/", "bo"),
    Page("secrecy:marking", "{problem} #sekretess a", "astrid"),
    Page("releases:four", f"{NORR}vem-ser-vad/fyra-bilder/", "bo"),
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
AGREEMENTS, PROMISES = f"{NORR}overenskommelser/", f"{NORR}overenskommelser/loften/"
LATE = f"{FOLLOWUPS} section.todo a"
MEETINGS = f"{NORR}moten/"
COMING, HELD = (
    f'{MEETINGS} section[aria-labelledby="{name}"] li:{at} a'
    for name, at in (("kommer", "nth-of-type(2)"), ("varit", "first-of-type"))
)

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
    Page("agreements:start", "/overenskommelser/"),
    Page("agreements:city", "/overenskommelser/exempelstaden/"),
    Page("agreements:city", "/overenskommelser/goteborg/", name="agreements:city without agreements"),
    Page("agreements:agreements", AGREEMENTS, "astrid"),
    Page("agreements:agreements", "/par/exempelstaden-hela-staden/overenskommelser/", name="agreements:agreements of the whole city"),
    Page("agreements:new", f"{AGREEMENTS}ny/?slag=operational", "astrid"),
    Page("agreements:new", f"{AGREEMENTS}ny/", "astrid", "agreements:new local"),
    Page("agreements:agreement", f"{AGREEMENTS} tr:has-text('Verksamhetsavtal') th a", "lena", "agreements:agreement in force"),
    Page("agreements:agreement", "{agreement}", "astrid"),
    Page("agreements:agreement", "{ready}", "lena", "agreements:agreement for signature"),
    Page("agreements:change", "{agreement}andra/", "astrid"),
    Page("agreements:clause_new", "{agreement}punkt/ny/", "astrid"),
    Page("agreements:clause", "{agreement} article.clause .acts a", "astrid"),
    Page("agreements:clause_targets", '{agreement} article.clause .acts a[href$="/pekar-pa/"]', "astrid"),
    Page("agreements:sign", "{ready}skriv-under/", "lena"),
    Page("agreements:paper", "{ready}papper/", "ivar"),
    Page("agreements:review", f"{AGREEMENTS} tr:has-text('gångvägen vid ån') th a | main a[href$='/avstamning/']", "astrid"),
    Page("agreements:end", f"{AGREEMENTS} tr:has-text('gångvägen vid ån') th a | main a[href$='/avsluta/']", "lena"),
    Page("agreements:promises", PROMISES, "astrid"),
    Page("agreements:promise_new", f"{PROMISES}nytt/", "astrid"),
    Page("agreements:promise", "{promise}", "astrid"),
    Page("agreements:promise", f"{PROMISES} article.promise h3 a", name="agreements:promise decided"),
    Page("agreements:promise_change", "{promise}andra/", "astrid"),
    Page("agreements:commitment_new", "{promise}atagande/nytt/", "astrid"),
    Page("agreements:commitment", "{promise} table.promised th a", "astrid"),
    Page("agreements:outcome", f'{PROMISES} article.promise h3 a | main a[href$="/redovisa/"]', "hanna"),
    Page("meetings:start", "/arshjul/"),
    Page("meetings:city_year", "/arshjul/exempelstaden/"),
    Page("meetings:city_point_new", "/arshjul/exempelstaden/punkt/ny/"),
    Page("meetings:city_point", "/arshjul/exempelstaden/ ul.own a"),
    Page("meetings:pair_year", f"{NORR}arshjul/", "astrid"),
    Page("meetings:pair_year", f"{NORR}arshjul/?vy=tabell", "astrid", "meetings:pair_year as a table"),
    Page("meetings:pair_year", f"{NORR}arshjul/?ar=2040", "astrid", "meetings:pair_year far ahead"),
    Page("meetings:pair_point_new", f"{NORR}arshjul/punkt/ny/", "astrid"),
    Page("meetings:pair_point", f"{NORR}arshjul/ ul.own a", "astrid"),
    Page("meetings:links", "/arshjul/kalender/", "astrid"),
    Page("meetings:meetings", MEETINGS, "astrid"),
    Page("meetings:meeting_new", f"{MEETINGS}nytt/", "astrid"),
    Page("meetings:meeting", COMING, "astrid", "meetings:meeting to come"),
    Page("meetings:meeting", HELD, "astrid", "meetings:meeting held"),
    Page("meetings:meeting_change", f'{COMING} | main a[href$="/andra/"]', "astrid"),
    Page("meetings:agenda", f'{COMING} | main a[href$="/dagordning/"]', "astrid"),
    Page("meetings:item", f"{COMING} | ol.agenda .acts a", "astrid", "meetings:item before the meeting"),
    Page("meetings:item", f"{HELD} | ol.agenda .acts a", "astrid", "meetings:item to decide"),
    Page("meetings:attendance", f'{HELD} | main a[href$="/narvaro/"]', "astrid"),
    Page("meetings:minutes", f'{HELD} | main a[href$="/protokoll/"]', "astrid"),
    Page("meetings:room", f'{COMING} | main a[href$="/rummet/"]', "bo"),
    Page("partners:home", "/mina-ataganden/", "pia"),
    Page("partners:activity", '/mina-ataganden/ main a[href*="/aktivitet/"]', "pia"),
    Page("partners:questions", f"{NORR}fragor/", "astrid"),
    Page("partners:new", f"{NORR}fragor/ny/", "astrid"),
    Page("partners:question", f"{NORR}fragor/ main h2 a", "bo"),
    Page("chain:start", "/roda-traden/"),
    Page("chain:thread", f"{NORR}roda-traden/"),
    Page("chain:around", f'{PROBLEMS} table.problems th a | main a[href*="/roda-traden/"]'),
    Page("records:decisions", f"{NORR}beslut/"),
    Page("records:disagreement", "{disagreement}", "bo"),
    Page("records:disagreement_raise", "{disagree}", "astrid"),
    Page("records:decide", '{plan} main a[href*="/beslut/"]', "astrid"),
    Page("records:decide", '{decided} main a[href*="/beslut/"]', name="records:decide decided"),
    Page("reports:decision_record", f"{NORR}lagesbild/utgavor/2/ main a[href*='/rapporter/'][href$='/city/']"),
    Page("home:handover", f"{NORR}overlamning/"),
)  # fmt: skip

TOWN_NOW = "/konferens/exempelstaden/ article.conf a"

PAGES += (
    Page("conference:city", "/konferens/exempelstaden/", "astrid"),
    Page("conference:new", "/konferens/exempelstaden/ny/", "astrid"),
    Page("conference:conference", TOWN_NOW, "astrid"),
    Page("conference:conference", TOWN_NOW + ' | a[href="?vy=skarm"]', "astrid", "conference:conference on a screen"),
    Page("conference:conference", '/konferens/exempelstaden/ section[aria-labelledby="varit"] a', name="conference:conference held"),
    Page("conference:change", TOWN_NOW + ' | a[href$="/andra/"]', "astrid"),
    Page("conference:whole", TOWN_NOW + ' | a[href$="/hela/"]'),
    Page("conference:area", TOWN_NOW + ' | a[href$="/omrade/exempelstaden-norr/"]'),
    Page("conference:area", TOWN_NOW + ' | a[href$="/omrade/exempelstaden-soder/"]', name="conference:area without an edition"),
    Page("conference:point_new", TOWN_NOW + ' | a[href$="/program/ny/"]', "astrid"),
    Page("conference:participant_new", TOWN_NOW + ' | a[href$="/deltagare/ny/"]', "astrid"),
    Page("conference:material_new", TOWN_NOW + ' | a[href$="/material/nytt/"]', "astrid"),
    Page("conference:candidate_new", TOWN_NOW + ' | a[href$="/forslag/nytt/"]', "astrid"),
    Page("conference:candidate", TOWN_NOW + " | ul.cands .acts a", "astrid"),
    Page("conference:rank", TOWN_NOW + ' | a[href$="/ordning/"]', "astrid"),
    Page("priorities:list", '/konferens/exempelstaden/ section[aria-labelledby="varit"] a | #efter a.ds-button', "astrid"),
    Page("priorities:list_change", "{list}inledning/", "astrid"),
    Page("priorities:priority_new", "{list}ny/", "astrid"),
    Page("priorities:priority", '{list} main .acts a[href*="/prioriteringar/"]', "astrid"),
    Page("priorities:answer", f"{NORR}mal/ #prioriteringar .btns a", "astrid"),
)  # fmt: skip

# Routes that answer 200 to a GET and are no page of their own: a file, a fragment, words for a machine.
NO_PAGE = {
    "evidence:errors", "evidence:progress", "evidence:points", "evidence:points-areas", "reports:edition_pdf",
    "reports:edition_docx", "reports:conference_pack", "reports:agreement_pdf", "reports:decision_record_pdf",
    "agreements:scan", "ui:areas", "ui:points",
    "home:health", "home:ready", "meetings:feed",
    "partners:door",  # the journey of test_partners opens it, for its link is shown once
}  # fmt: skip
