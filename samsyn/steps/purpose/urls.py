from __future__ import annotations

from django.urls import path

from samsyn.steps.purpose.views import goals, purposes

app_name = "purpose"
urlpatterns = [
    path("", purposes.purposes, name="purposes"),
    path("nytt/<int:problem>/", purposes.new, name="purpose_new"),
    path("<int:pk>/", purposes.purpose, name="purpose"),
    path("<int:pk>/andra/", purposes.change, name="purpose_change"),
    path("<int:pk>/nytt-mal/", goals.new, name="goal_new"),
    path("<int:pk>/gar-det-att-se/", goals.answer, name="answer"),
    path("<int:pk>/mal/<int:goal>/", goals.change, name="goal"),
    path("<int:pk>/mal/<int:goal>/ta-bort/", goals.remove, name="goal_remove"),
]
