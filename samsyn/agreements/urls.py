from __future__ import annotations

from django.urls import include, path

from samsyn.agreements.urls_promises import promise_urls
from samsyn.agreements.views import cities, clauses, document, keeping, pairs, signing

app_name = "agreements"
ONE, CLAUSE = "<int:pk>/", "<int:pk>/punkt/<int:clause>/"
of_pair = [
    path("", pairs.agreements, name="agreements"),
    path("ny/", pairs.new, name="new"),
    path(ONE, document.agreement, name="agreement"),
    path(f"{ONE}andra/", document.change, name="change"),
    path(f"{ONE}eftertradare/", document.successor, name="successor"),
    path(f"{ONE}punkt/ny/", clauses.new, name="clause_new"),
    path(CLAUSE, clauses.change, name="clause"),
    path(f"{CLAUSE}ta-bort/", clauses.remove, name="clause_remove"),
    path(f"{CLAUSE}flytta/", clauses.move, name="clause_move"),
    path(f"{CLAUSE}pekar-pa/", clauses.targets, name="clause_targets"),
    path(f"{ONE}skriv-under/", signing.sign, name="sign"),
    path(f"{ONE}papper/", signing.paper, name="paper"),
    path(f"{ONE}papper/<int:signature>/", signing.scan, name="scan"),
    path(f"{ONE}avstamning/", keeping.review, name="review"),
    path(f"{ONE}avsluta/", keeping.end, name="end"),
    *promise_urls,
]
urlpatterns = [
    path("overenskommelser/", cities.start, name="start"),
    path("overenskommelser/<slug:city>/", cities.city, name="city"),
    path("par/<slug:slug>/overenskommelser/", include(of_pair)),
]
