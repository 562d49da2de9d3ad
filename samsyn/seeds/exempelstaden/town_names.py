"""Invented names. None of them is a district of a Swedish city as far as we know; the town is nobody's."""

from __future__ import annotations

# In the order of the map: the areas of the first mellanområde from north to south, then of the next.
PRIMARY = (
    "Skutehamn", "Tjärudden", "Ankarplan", "Uddalid", "Saltbodarna",
    "Tallemark",
    "Lotsbacka", "Smedjelid", "Klockestad", "Brovakten",
    "Lärkmarken", "Tranmarken", "Orrebol", "Hasselgärde",
    "Ekmora", "Lindvalla", "Almesta",
    "Kvarnalund", "Bäckmarken", "Vinterudden",
    "Packarudden", "Hjortudden", "Rävnäset", "Lammåsen",
    "Granåsa", "Getryggen", "Björkemark",
    "Hyttsäter", "Stenlycka", "Rönnbol",
    "Videmark", "Söderlyckan", "Ålyckan", "Havrelid",
    "Månbacken", "Stjärnehöjd", "Solgläntan",
    "Kornsäter", "Vetelund", "Råglanda",
)  # fmt: skip
MIDDLE = (
    "Norra hamnen", "Nordskogen", "Gamla bron", "Lärkbygden", "Ekbygden", "Kvarnbygden",
    "Södra hamnen", "Sydskogen", "Hyttbygden", "Åbrinken", "Månhöjden", "Kornbygden",
)  # fmt: skip
CITY_AREAS = ("Norr", "Söder")
DISTRICTS = ("Lotsstaden", "Kvarnstaden", "Packhusstaden", "Hyttstaden")
POLICE = ("Väst", "Öst")
