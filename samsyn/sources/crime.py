"""Crime types as the sources name them, and the metric that each is here."""

from __future__ import annotations

from samsyn.sources.columns import folded

METRICS = {
    "total": "reported_crime",
    "alla_brott": "reported_crime",
    "person": "crime_person",
    "theft": "crime_theft",
    "burglary": "crime_burglary",
    "vandalism": "crime_vandalism",
    "drugs_weapons": "crime_drugs_weapons",
    "misshandel": "crime_assault",
    "stold_ur_fordon": "crime_theft_from_vehicle",
    "bilstold": "crime_vehicle_theft",
    "bostadsinbrott_lagenhet": "crime_burglary_flat",
    "bostadsinbrott_villa": "crime_burglary_house",
}

# How Brå's tables word the same types. Not verified against a file from Brå.
WORDINGS = {
    "Samtliga brott": "reported_crime",
    "Totalt": "reported_crime",
    "Totalt antal brott": "reported_crime",
    "Samtliga anmälda brott": "reported_crime",
    "Brott mot person": "crime_person",
    "Stöldbrott": "crime_theft",
    "Stöld- och tillgreppsbrott": "crime_theft",
    "Tillgreppsbrott": "crime_theft",
    "Inbrottsstöld": "crime_burglary",
    "Skadegörelsebrott": "crime_vandalism",
    "Skadegörelse": "crime_vandalism",
    "Narkotika- och vapenbrott": "crime_drugs_weapons",
    "Stöld ur eller från motordrivet fordon": "crime_theft_from_vehicle",
    "Stöld ur motorfordon": "crime_theft_from_vehicle",
    "Biltillgrepp": "crime_vehicle_theft",
    "Tillgrepp av bil": "crime_vehicle_theft",
    "Inbrottsstöld i lägenhet": "crime_burglary_flat",
    "Bostadsinbrott i lägenhet": "crime_burglary_flat",
    "Inbrottsstöld i villa, radhus": "crime_burglary_house",
    "Bostadsinbrott i villa": "crime_burglary_house",
}

_BY_NAME = {folded(name): metric for name, metric in (METRICS | WORDINGS).items()}
CODES = tuple(dict.fromkeys(METRICS.values()))

# The four stadsområden of Göteborg exist from 2021. A zero before that is no figure.
CITY_AREAS_FROM_2021 = frozenset(map(folded, ("Centrum", "Hisingen", "Nordost", "Sydväst")))


def metric_of(text: str) -> str | None:
    """Return the metric of a crime type as a source names it, None when it is not known.

    >>> metric_of("alla_brott"), metric_of("Misshandel"), metric_of("x")
    ('reported_crime', 'crime_assault', None)
    """
    return _BY_NAME.get(folded(text))
