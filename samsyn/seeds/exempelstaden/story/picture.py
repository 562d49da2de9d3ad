"""The invented lägesbild of Exempelstaden Norr: what Astrid and Bo wrote, judged and decided. All of it is Exempeldata.

Sentences that speak of figures are made from the figures in force, so that text and number never say different things.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from samsyn.analysis.shares import share_difference
from samsyn.evidence.queries import Observation, series
from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import breaks_of
from samsyn.seeds.cast import DOMAIN
from samsyn.seeds.exempelstaden.places import key_of
from samsyn.steps.situation import services
from samsyn.steps.situation.frames import compare, share_of
from samsyn.steps.situation.models import Edition, Level, Section, SituationPicture
from samsyn.steps.situation.queries.figures import figure
from samsyn.ui.templatetags.numbers import number, percent

BRIDGE, FOREST = "03", "02"  # mellanområdena Gamla bron och Nordskogen

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
    ("astrid", "01", "gul", "Läget är stabilt, men skadegörelsen vid kajen återkommer varje sommar. Fritidsgården är stängd sedan i våras."),
    ("astrid", "02", None, "Undersökningen har för få svar här, och ingen verksamhet finns på plats. Vi vet för lite."),
    ("bo", "03", "orange", "Våldet utomhus och den öppna försäljningen av narkotika samlas här, mest på helgnätter."),
    ("astrid", "04", "grön", "Få händelser och hög trygghet i två undersökningar i rad. Inget som pekar åt annat håll."),
    ("bo", "05", "gul", "Tryggheten har sjunkit längs gångvägen vid ån. I händelserna syns ingen sådan vändning. Vi behöver förstå varför."),
    ("astrid", "06", "grön", "Få händelser och hög trygghet. Vi följer inbrotten, som kommer i omgångar på hösten."),
)  # fmt: skip
SURE = "Skillnaden är större än slumpen."
UNSURE = "Skillnaden mellan åren kan vara en slump."
YEARS = 6  # what a finding can rest on of a yearly series
WHOLE = (
    "Fyra av sex mellanområden har ett läge som vi känner igen från förra året. Gamla bron drar upp antalet händelser.",
    "Helheten är gul fast Gamla bron är orange, för problemen där är samlade på några få platser och når inte resten av "
    "Norr.",
)


@transaction.atomic
def tell(pair: AreaPair, today: date) -> None:
    """Write the picture, its findings and levels, decide the first edition, and leave the second with the city."""
    teller = _Teller(pair)
    for who, section, text in PARAGRAPHS:
        services.add_paragraph(picture=teller.picture, section=section, text=text, by=teller.members[who])
    teller.findings()
    teller.levels()
    last_year = date(today.year - 1, 1, 1), date(today.year, 1, 1)
    teller.decide(*last_year)
    services.add_paragraph(
        picture=teller.picture,
        section=Section.OTHER,
        text="Två nattöppna ställen vid Gamla bron har fått nya öppettider. Vi följer om helgnätterna blir lugnare.",
        by=teller.members["bo"],
    )
    first_of_month = today.replace(day=1)
    if first_of_month > last_year[1]:
        teller.leave_with_the_city(last_year[1], first_of_month)


class _Teller:
    """Writes for the members of the cast in one pair."""

    def __init__(self, pair: AreaPair) -> None:
        self.pair = pair
        self.picture: SituationPicture = services.open_picture(pair)
        keys = ("astrid", "bo", "lena", "mats")
        rows = Member.objects.select_related("organisation").in_bulk(
            [f"{key}@{DOMAIN}" for key in keys], field_name="email"
        )
        self.members = {key: rows[f"{key}@{DOMAIN}"] for key in keys}

    def area(self, code: str) -> Area:
        return Area.objects.select_related("division__city").get(key=key_of("mellanomraden", code))

    def findings(self) -> None:
        """Four statements, each on its figures."""
        bridge, forest, whole = self.area(BRIDGE), self.area(FOREST), self.pair.city_area
        before, after = series("safe_evening", bridge)[-2:]
        more = "Fler" if (after.value or 0) > (before.value or 0) else "Färre"
        apart = share_difference(share_of(before), share_of(after)).is_more_than_chance
        self._add(
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
            self._year("incidents.vald_utomhus", bridge),
            self._year("incidents.vald_utomhus", whole),
        )
        share = (here.value or 0) / (all_of_it.value or 1)
        self._add(
            "bo",
            f"{percent(share)} av våldet utomhus i Norr sker vid Gamla bron",
            f"{number(here.value)} av {number(all_of_it.value)} händelser {here.start.year}. De är vad som har skrivits "
            "upp, inte allt som har hänt. Många vistas här utan att bo här.",
            [here, all_of_it],
            bridge,
        )
        self._burglaries(whole)
        incidents = self._year("incidents", forest)
        self._add(
            "astrid",
            f"Nordskogen har {number(incidents.value)} händelser, men tryggheten där känner vi inte till",
            f"Så många skrevs upp {incidents.start.year}. Undersökningen har för få svar i Nordskogen för att visas. Det "
            "betyder inte att det är lugnt, bara att vi inte vet.",
            [incidents],
            forest,
        )

    def _burglaries(self, whole: Area) -> None:
        """The first whole year after the reform beside the last: what came before it is not compared with."""
        drawn = max((one.date for one in breaks_of(whole)), default=date.min)
        rows = [row for row in self._years("incidents.bostadsinbrott", whole) if row.start >= drawn][-YEARS:]
        first, last = rows[0], rows[-1]
        fewer = "färre" if (last.value or 0) < (first.value or 0) else "fler"
        (compared,) = compare([(first, last)])
        apart = compared is not None and compared.is_more_than_chance
        self._add(
            "bo",
            f"Bostadsinbrotten i Norr är {fewer} än {first.start.year}"
            if apart
            else f"Bostadsinbrotten i Norr har inte säkert blivit {fewer} sedan {first.start.year}",
            f"{number(first.value)} händelser {first.start.year} och {number(last.value)} {last.start.year}. "
            f"{SURE if apart else UNSURE} Inbrotten kommer i omgångar, så enstaka år kan sticka ut.",
            [last, first],
            None,
        )

    def _years(self, metric: str, area: Area) -> list[Observation]:
        """The whole years of a series."""
        return [row for row in series(metric, area) if row.value is not None]

    def _year(self, metric: str, area: Area) -> Observation:
        return self._years(metric, area)[-1]

    def _add(
        self, who: str, statement: str, doubt: str, figures: list[Observation], area: Area | None
    ) -> None:
        services.add_finding(
            picture=self.picture,
            statement=statement,
            doubt=doubt,
            figures=[figure(row).reference for row in figures],
            area=area,
            by=self.members[who],
        )

    def levels(self) -> None:
        """A level for each mellanområde, then for the whole with why it differs from its gravest part."""
        find = {level.name.casefold(): level for level in Level.objects.filter(city=self.pair.city)}
        for who, code, word, reason in LEVELS:
            level = find[word] if word else None
            services.set_level(
                picture=self.picture, area=self.area(code), level=level, reason=reason, version=0, by=self.members[who]
            )  # fmt: skip
        reason, difference = WHOLE
        services.set_level(
            picture=self.picture,
            area=self.pair.city_area,
            level=find["gul"],
            reason=reason,
            version=0,
            by=self.members["astrid"],
            difference=difference,
        )

    def decide(self, start: date, end: date) -> None:
        """Cut an edition, send it to review, and let both parties approve it."""
        edition = self._sent(start, end)
        for who in ("lena", "mats"):
            services.approve_edition(edition=edition, read_checksum=edition.checksum, by=self.members[who])

    def leave_with_the_city(self, start: date, end: date) -> None:
        """Cut the next edition; the police have approved it, the city has not yet."""
        edition = self._sent(start, end)
        services.approve_edition(edition=edition, read_checksum=edition.checksum, by=self.members["mats"])

    def _sent(self, start: date, end: date) -> Edition:
        by = self.members["astrid"]
        edition = services.cut_edition(picture=self.picture, period_start=start, period_end=end, by=by)
        return services.send_to_review(edition=edition, by=by)
