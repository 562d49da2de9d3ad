from __future__ import annotations

from django.urls import path

from samsyn.priorities import views

app_name = "priorities"
urlpatterns = [
    path("<int:pk>/", views.show, name="list"),
    path("<int:pk>/inledning/", views.change, name="list_change"),
    path("<int:pk>/ny/", views.new, name="priority_new"),
    path("<int:pk>/<int:piece>/", views.priority, name="priority"),
    path("<int:pk>/<int:piece>/flytta/", views.move, name="priority_move"),
    path("<int:pk>/<int:piece>/ta-bort/", views.remove, name="priority_remove"),
    path("svar/<uuid:key>/", views.answer, name="answer"),
]
