from __future__ import annotations

from django.urls import path

from samsyn.steps.followup.views import followup, rooms

app_name = "followup"
urlpatterns = [
    path("", rooms.followups, name="followups"),
    path("ny/", rooms.new, name="new"),
    path("lardomar/", rooms.lessons, name="lessons"),
    path("<int:pk>/", followup.followup, name="followup"),
    path("<int:pk>/andra/", rooms.change, name="change"),
    path("<int:pk>/rakna/", followup.measure, name="measure"),
    path("<int:pk>/jamforelse/", followup.compare, name="compare"),
    path("<int:pk>/varde/", followup.reading, name="reading"),
    path("<int:pk>/forslag/", followup.propose, name="propose"),
    path("<int:pk>/slutsats/", followup.settle, name="settle"),
    path("<int:pk>/lardom/", followup.add_lesson, name="lesson_new"),
    path("<int:pk>/lardom/<int:lesson>/ta-bort/", followup.remove_lesson, name="lesson_remove"),
]
