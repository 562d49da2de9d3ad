"""The addresses of the room Underlag."""

from __future__ import annotations

from django.urls import path

from samsyn.evidence.views import datasets, imports, incidents, origin, review, sharing, start, upload

app_name = "evidence"
urlpatterns = [
    path("", start.start, name="start"),
    path("las-in/<slug:city>/", upload.upload, name="upload"),
    path("inlasning/<int:pk>/", imports.show, name="import"),
    path("inlasning/<int:pk>/lage/", imports.progress, name="progress"),
    path("inlasning/<int:pk>/fel.csv", imports.errors, name="errors"),
    path("inlasning/<int:pk>/granska/", review.show, name="review"),
    path("inlasning/<int:pk>/las-in/", review.confirm, name="confirm"),
    path("inlasning/<int:pk>/recept/", review.save_recipe, name="recipe"),
    path("inlasning/<int:pk>/ta-bort/", imports.discard, name="discard"),
    path("inlasning/<int:pk>/igen/", imports.again, name="again"),
    path("datamangd/<int:pk>/", datasets.show, name="dataset"),
    path("datamangd/<int:pk>/slapp/", sharing.release, name="release"),
    path("datamangd/<int:pk>/ta-tillbaka/", sharing.withdraw, name="withdraw"),
    path("matt/", datasets.all_metrics, name="metrics"),
    path("matt/<str:code>/", datasets.metric, name="metric"),
    path("ursprung/<int:pk>/", origin.show, name="origin"),
    path("handelser/", incidents.show, name="incidents"),
    path("handelser/omraden.json", incidents.areas, name="points-areas"),
    path("handelser/punkter.json", incidents.points, name="points"),
]
