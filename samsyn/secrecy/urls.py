from __future__ import annotations

from django.urls import path

from samsyn.secrecy import views

app_name = "secrecy"
urlpatterns = [
    path("hjalp/enskilda/", views.individuals, name="individuals"),
    path("sekretess/<str:code>/<int:pk>/", views.marking, name="marking"),
]
