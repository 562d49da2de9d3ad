"""Every page of the program: its route, who opens it, and where it is, by address or by the links that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

NORR = "/par/exempelstaden-norr/"
TOWN = "?stad=exempelstaden"
IMPORTS = '/underlag/ a[href^="/underlag/inlasning/"]'


@dataclass(frozen=True)
class Page:
    """A page. `way` is an address, and after spaces the selector of the link to follow from there."""

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

# Routes that answer 200 to a GET and are no page of their own: a file, a fragment, words for a machine.
NO_PAGE = {
    "evidence:errors", "evidence:progress", "evidence:points", "evidence:points-areas", "reports:edition_pdf",
    "reports:edition_docx", "ui:areas", "ui:points", "home:health", "home:ready",
}  # fmt: skip
