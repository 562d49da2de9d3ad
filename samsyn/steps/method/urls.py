from __future__ import annotations

from django.urls import path

from samsyn.steps.method.views import choices, functions, library, plans, resources

app_name = "method"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("ny/<int:problem>/", plans.new, name="plan_new"),
    path("bibliotek/", library.methods, name="library"),
    path("bibliotek/<slug:code>/", library.method, name="method"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/andra/", plans.change, name="plan_change"),
    path("<int:pk>/metod/ny/", choices.new, name="choice_new"),
    path("<int:pk>/metod/<int:choice>/", choices.change, name="choice"),
    path("<int:pk>/metod/<int:choice>/ta-bort/", choices.remove, name="choice_remove"),
    path("<int:pk>/orsak/<int:cause>/lamna/", choices.leave_out, name="leave_out"),
    path("<int:pk>/resurs/ny/", resources.new, name="resource_new"),
    path("<int:pk>/resurs/<int:resource>/", resources.change, name="resource"),
    path("<int:pk>/resurs/<int:resource>/ta-bort/", resources.remove, name="resource_remove"),
    path("<int:pk>/resurs/<int:resource>/givet/", resources.give, name="give"),
    path(
        "<int:pk>/resurs/<int:resource>/givet/<int:given>/ta-tillbaka/",
        resources.take_back,
        name="take_back",
    ),
    path("<int:pk>/funktion/ny/", functions.new, name="function_new"),
    path("<int:pk>/funktion/<int:function>/", functions.change, name="function"),
    path("<int:pk>/funktion/<int:function>/ta-bort/", functions.remove, name="function_remove"),
]
