"""The invented lägesbild of Exempelstaden Norr in its second round: what Astrid and Bo wrote and judged. All of it is Exempeldata.

Sentences that speak of figures are made from the figures in force, so that text and number never say different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.analysis.shares import share_difference
from samsyn.evidence.queries import Observation, series
from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import breaks_of
from samsyn.records.own import proposed
from samsyn.releases import queries as releases
from samsyn.releases.models import Scope
from samsyn.releases.services import release
from samsyn.seeds.cast import DOMAIN
from samsyn.seeds.exempelstaden.places import key_of
from samsyn.steps.situation import services
from samsyn.steps.situation.frames import compare, share_of
from samsyn.steps.situation.models import Edition, Finding, Level, Section, SituationPicture
from samsyn.steps.situation.queries.figures import figure
from samsyn.steps.situation.services.editions import subject
from samsyn.ui.templatetags.numbers import number, percent

Said = tuple[str | None, str]  # the word of a level, None for thin evidence, and why
Judged = tuple[Any, ...]  # code of the area, what the city says, what the police say, and perhaps an Outcome


@dataclass(frozen=True)
class Outcome:
    """What came of it where the parties judged differently: a word that both take, or each party's sentence."""

    word: str = ""
    reason: str = ""
    city: str = ""
    police: str = ""


BRIDGE, FOREST, RIVER = "03", "02", "05"  # mellanområdena Gamla bron, Nordskogen och Ekbygden

PARAGRAPHS = (
    (
        "astrid",
        Section.MAPPING,
        "Norr har sex mellanområden. De flesta händelserna sker kring Gamla bron, där butiker, hållplatser och uteställen "
        "ligger tätt. I Nordskogen och Kvarnbygden händer det mindre, och färre berättar för oss om det som händer.",
    ),
    (
        "bo",
        Section.MAPPING,
        "Våldet utomhus sker mest natten mot lördag och söndag och samlas på några få platser. Bostadsinbrotten kommer i "
        "omgångar: efter ett inbrott är risken högre i samma kvarter de närmaste veckorna.",
    ),
    (
        "astrid",
        Section.OTHER,
        "Fältassistenterna möter fler ungdomar vid hållplatsen i Brovakten på kvällarna än förra året. På trygghets"
        "vandringen i Ekmora berättade boende att de undviker gångvägen längs ån efter mörkrets inbrott.",
    ),
    (
        "bo",
        Section.OTHER,
        "Flera butiker runt Klockestad säger att de har slutat anmäla små stölder. Färre anmälningar därifrån betyder "
        "alltså inte säkert färre stölder.",
    ),
    (
        "astrid",
        Section.ANALYSIS,
        "Gamla bron fick ny belysning våren 2024. Vi vet inte om tryggheten har ökat där, eller om det i så fall är "
        "belysningen som har hjälpt. Händelserna är få och vi har inte jämfört med någon annan plats. Det behöver vi göra innan fler "
        "platser får samma belysning.",
    ),
    (
        "bo",
        Section.ANALYSIS,
        "Antalet narkotikabrott följer hur mycket vi söker efter dem. Vi läser det som ett mått på vårt eget arbete, inte "
        "på hur mycket narkotika som säljs.",
    ),
)
LEVELS = (
    ("01", ("gul", "Läget är stabilt, men skadegörelsen vid kajen återkommer varje sommar. Fritidsgården är stängd sedan i våras."),
     ("gul", "Samma ställen som förra året. Vi åker dit ungefär lika ofta.")),
    ("02", (None, "Undersökningen har för få svar här, och ingen verksamhet finns på plats. Vi vet för lite."),
     (None, "Få anmäler och vi är sällan på plats. Det säger inget om hur det är.")),
    ("03", ("orange", "Få är trygga ute på kvällen, och butiker säger att de har slutat anmäla."),
     ("orange", "Våldet utomhus och den öppna försäljningen av narkotika samlas här, mest på helgnätter.")),
    ("04", ("grön", "Få händelser och hög trygghet i två undersökningar i rad. Inget som pekar åt annat håll."),
     ("grön", "Inget särskilt att åka på under året.")),
    ("05", ("orange", "Tryggheten har sjunkit längs gångvägen vid ån två år i rad."),
     ("gul", "I händelserna syns ingen vändning. Vi behöver förstå varför tryggheten sjunker."),
     Outcome("gul", "Tryggheten har sjunkit längs gångvägen vid ån. I händelserna syns ingen sådan vändning. Vi behöver förstå varför.")),
    ("06", ("grön", "Få händelser och hög trygghet i undersökningen."),
     ("gul", "Inbrotten kommer i omgångar på hösten, och i år blev de fler än i fjol."),
     Outcome(city="Omgångarna av inbrott är kända sedan länge. En höst ändrar inte läget.",
             police="Vi väntar inte på ännu en höst. Inbrotten är skäl nog att följa området tätare.")),
)  # fmt: skip
SURE = "Skillnaden är större än slumpen."
UNSURE = "Skillnaden mellan åren kan vara en slump."
YEARS = 6  # what a finding can rest on of a yearly series
WHOLE = (
    "Fyra av sex mellanområden har ett läge som vi känner igen från förra året. Gamla bron drar upp antalet händelser.",
    "Helheten är gul fast Gamla bron är orange, för problemen där är samlade på några få platser och når inte resten av "
    "Norr.",
)


class Teller:
    """Writes for the members of the cast in one pair."""

    def __init__(self, pair: AreaPair) -> None:
        self.pair = pair
        self.picture: SituationPicture = services.open_picture(pair)
        keys = ("astrid", "bo", "cilla", "hanna", "karl", "lena", "mats")
        rows = Member.objects.select_related("organisation").in_bulk(
            [f"{key}@{DOMAIN}" for key in keys], field_name="email"
        )
        self.members = {key: rows[f"{key}@{DOMAIN}"] for key in keys}

    def write(self, paragraphs: Sequence[tuple[str, Section, str]]) -> None:
        for who, section, text in paragraphs:
            services.add_paragraph(picture=self.picture, section=section, text=text, by=self.members[who])
        for who in dict.fromkeys(who for who, _section, _text in paragraphs):
            self.release(who, "Den andra parten behöver det för vår gemensamma lägesbild.")

    def release(self, who: str, reason: str) -> None:
        """Let the other authority see all that this one has written."""
        by = self.members[who]
        if own := [one.reference for one in releases.items(self.pair, by.party, shared=False)]:
            release(self.pair, own, scope=Scope.WHOLE, reason=reason, legal_ground="not-secret", by=by)

    def clear(self) -> None:
        """Take away what was written before; each party its own. Decided editions keep it for ever."""
        for paragraph in self.picture.paragraphs.filter(removed_at=None).select_related("written_by"):
            services.remove_paragraph(paragraph=paragraph, version=paragraph.version, by=paragraph.written_by)
        for finding in self.picture.findings.filter(removed_at=None).select_related("written_by"):
            services.remove_finding(finding=finding, version=finding.version, by=finding.written_by)

    def area(self, code: str) -> Area:
        return Area.objects.select_related("division__city").get(key=key_of("mellanomraden", code))

    def findings(self) -> None:
        """Five statements, each on its figures."""
        bridge, forest, whole = self.area(BRIDGE), self.area(FOREST), self.pair.city_area
        before, after = series("safe_evening", bridge)[-2:]
        more = "Fler" if (after.value or 0) > (before.value or 0) else "Färre"
        apart = share_difference(share_of(before), share_of(after)).is_more_than_chance
        self.add(
            "astrid",
            f"{more} svarar att de är trygga ute på kvällen vid Gamla bron"
            if apart
            else "Vi kan inte säga att tryggheten ute på kvällen vid Gamla bron har ändrats",
            f"{percent(before.value)} {before.start.year} och {percent(after.value)} {after.start.year}. "
            f"{SURE if apart else UNSURE} Den kan ha andra orsaker än belysningen.",
            [after, before],
            bridge,
        )
        here, all_of_it = (
            self.year("incidents.vald_utomhus", bridge),
            self.year("incidents.vald_utomhus", whole),
        )
        share = (here.value or 0) / (all_of_it.value or 1)
        self.add(
            "bo",
            f"{percent(share)} av våldet utomhus i Norr sker vid Gamla bron",
            f"{number(here.value)} av {number(all_of_it.value)} händelser {here.start.year}. De är vad som har skrivits "
            "upp, inte allt som har hänt. Många vistas här utan att bo här.",
            [here, all_of_it],
            bridge,
        )
        self._burglaries(whole)
        self._river()
        incidents = self.year("incidents", forest)
        self.add(
            "astrid",
            f"Nordskogen har {number(incidents.value)} händelser, men tryggheten där känner vi inte till",
            f"Så många skrevs upp {incidents.start.year}. Undersökningen har för få svar i Nordskogen för att visas. Det "
            "betyder inte att det är lugnt, bara att vi inte vet.",
            [incidents],
            forest,
        )

    def _river(self) -> None:
        """What people along the river feel, where nothing shows in the incidents."""
        river = self.area(RIVER)
        before, after = self.years("safe_evening", river)[-2:]
        apart = share_difference(share_of(before), share_of(after)).is_more_than_chance
        self.add(
            "bo",
            "Färre är trygga ute på kvällen vid ån i Ekbygden"
            if apart
            else "Tryggheten ute på kvällen vid ån i Ekbygden kan ha sjunkit",
            f"{percent(before.value)} {before.start.year} och {percent(after.value)} {after.start.year}. "
            f"{SURE if apart else UNSURE} Boende berättar samma sak på trygghetsvandringen.",
            [after, before],
            river,
        )

    def _burglaries(self, whole: Area) -> None:
        """The first whole year after the reform beside the last: what came before it is not compared with."""
        drawn = max((one.date for one in breaks_of(whole)), default=date.min)
        rows = [row for row in self.years("incidents.bostadsinbrott", whole) if row.start >= drawn][-YEARS:]
        first, last = rows[0], rows[-1]
        fewer = "färre" if (last.value or 0) < (first.value or 0) else "fler"
        (compared,) = compare([(first, last)])
        apart = compared is not None and compared.is_more_than_chance
        self.add(
            "bo",
            f"Bostadsinbrotten i Norr är {fewer} än {first.start.year}"
            if apart
            else f"Bostadsinbrotten i Norr har inte säkert blivit {fewer} sedan {first.start.year}",
            f"{number(first.value)} händelser {first.start.year} och {number(last.value)} {last.start.year}. "
            f"{SURE if apart else UNSURE} Inbrotten kommer i omgångar, så enstaka år kan sticka ut.",
            [last, first],
            None,
        )

    def years(self, metric: str, area: Area) -> list[Observation]:
        """The whole years of a series."""
        return [row for row in series(metric, area) if row.value is not None]

    def year(self, metric: str, area: Area) -> Observation:
        return self.years(metric, area)[-1]

    def add(
        self, who: str, statement: str, doubt: str, figures: list[Observation], area: Area | None
    ) -> Finding:
        made = services.add_finding(
            picture=self.picture,
            statement=statement,
            doubt=doubt,
            figures=[figure(row).reference for row in figures],
            area=area,
            by=self.members[who],
        )
        self.release(who, "Slutsatsen bygger på öppna tal och ska vara gemensam.")
        made.refresh_from_db()
        return made

    def levels(self, levels: Sequence[Judged], whole: tuple[str, str]) -> None:
        """A level for each mellanområde: each party for itself, then together. Last the whole, with why it differs."""
        for code, *said in levels:
            self._level(self.area(code), *said)
        reason, difference = whole
        self._level(self.pair.city_area, ("gul", reason), ("gul", reason), difference=difference)

    def _level(
        self, area: Area, city: Said, police: Said, outcome: Outcome | None = None, *, difference: str = ""
    ) -> None:
        """Each party judges unseen by the other. Where they differ, they agree on one, or each says its mind."""
        find = {level.name.casefold(): level for level in Level.objects.filter(city=self.pair.city)}
        latest = self.picture.levels.filter(area=area).order_by("-version").first()
        settled = latest.version if latest else 0
        where: dict[str, Any] = {"picture": self.picture, "area": area, "settled": settled}
        for who, (word, reason) in (("astrid", city), ("bo", police)):
            services.judge_level(
                level=find[word] if word else None,
                reason=reason,
                difference=difference,
                by=self.members[who],
                **where,
            )
        if outcome is None:
            return
        if outcome.word:
            services.propose_level(
                level=find[outcome.word], reason=outcome.reason, version=0, by=self.members["astrid"], **where
            )
            services.accept_level(version=1, by=self.members["bo"], **where)
            return
        services.differ_on_level(says=outcome.city, by=self.members["astrid"], **where)
        services.differ_on_level(says=outcome.police, by=self.members["bo"], **where)

    def decide(self, start: date, end: date) -> None:
        """Cut an edition, send it to review, and let both parties approve it."""
        edition = self._sent(start, end)
        for who in ("lena", "mats"):
            self._approve(edition, self.members[who])

    def leave_with_the_city(self, start: date, end: date) -> None:
        """Cut the next edition; the police have approved it, the city has not yet."""
        edition = self._sent(start, end)
        self._approve(edition, self.members["mats"])

    def _approve(self, edition: Edition, by: Member) -> None:
        noted = proposed(subject(edition), code="lagesbild", by=by)
        services.approve_edition(edition=edition, read_checksum=edition.checksum, by=by, noted=noted)

    def _sent(self, start: date, end: date) -> Edition:
        by = self.members["astrid"]
        edition = services.cut_edition(picture=self.picture, period_start=start, period_end=end, by=by)
        return services.send_to_review(edition=edition, by=by)
