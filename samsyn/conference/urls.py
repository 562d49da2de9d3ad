from __future__ import annotations

from django.urls import path

from samsyn.conference.views import candidates, conferences, pages, parts

app_name = "conference"
urlpatterns = [
    path("", pages.start, name="start"),
    path("<slug:city>/", pages.city, name="city"),
    path("<slug:city>/ny/", conferences.new, name="new"),
    path("<slug:city>/<int:year>/", pages.conference, name="conference"),
    path("<slug:city>/<int:year>/andra/", conferences.change, name="change"),
    path("<slug:city>/<int:year>/lista/", conferences.make_list, name="make_list"),
    path("<slug:city>/<int:year>/hela/", pages.whole, name="whole"),
    path("<slug:city>/<int:year>/omrade/<slug:slug>/", pages.area, name="area"),
    path("<slug:city>/<int:year>/program/ny/", parts.point_new, name="point_new"),
    path("<slug:city>/<int:year>/deltagare/ny/", parts.participant_new, name="participant_new"),
    path("<slug:city>/<int:year>/material/nytt/", parts.material_new, name="material_new"),
    path("<slug:city>/<int:year>/<slug:kind>/<int:pk>/ta-bort/", parts.remove, name="part_remove"),
    path("<slug:city>/<int:year>/forslag/nytt/", candidates.new, name="candidate_new"),
    path("<slug:city>/<int:year>/forslag/<int:pk>/", candidates.change, name="candidate"),
    path("<slug:city>/<int:year>/forslag/<int:pk>/bort/", candidates.remove, name="candidate_remove"),
    path("<slug:city>/<int:year>/ordning/", candidates.rank, name="rank"),
]
