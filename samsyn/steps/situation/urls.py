from __future__ import annotations

from django.urls import path

from samsyn.steps.situation import views

app_name = "situation"
urlpatterns = [path("", views.picture, name="picture")]
