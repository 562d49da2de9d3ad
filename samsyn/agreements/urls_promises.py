"""The addresses of medborgarlöften, under those of the agreements."""

from __future__ import annotations

from django.urls import path

from samsyn.agreements.views import promises

ONE, COMMITMENT = "loften/<int:pk>/", "loften/<int:pk>/atagande/<int:commitment>/"
promise_urls = [
    path("loften/", promises.listed, name="promises"),
    path("loften/nytt/", promises.new, name="promise_new"),
    path(ONE, promises.promise, name="promise"),
    path(f"{ONE}andra/", promises.change, name="promise_change"),
    path(f"{ONE}publicera/", promises.publish, name="promise_publish"),
    path(f"{ONE}publicera/foresla/", promises.publish_propose, name="promise_propose"),
    path(f"{ONE}publicera/ta-tillbaka/", promises.publish_withdraw, name="promise_propose_back"),
    path(f"{ONE}atagande/nytt/", promises.commitment_new, name="commitment_new"),
    path(COMMITMENT, promises.commitment, name="commitment"),
    path(f"{COMMITMENT}ta-bort/", promises.commitment_remove, name="commitment_remove"),
    path(f"{COMMITMENT}redovisa/", promises.outcome, name="outcome"),
]
