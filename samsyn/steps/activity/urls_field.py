from __future__ import annotations

from django.urls import path

from samsyn.steps.activity.views import field

app_name = "field"
urlpatterns = [
    path("", field.activities, name="activities"),
    path("<int:pk>/", field.activity, name="activity"),
    path("angra/<int:pk>/", field.undo, name="undo"),
]
