from django.contrib.auth.decorators import login_required
from django.urls import include, path

from samsyn.places.models import AreaPair
from samsyn.ui.shortcuts import page


@login_required
def bare(request):
    """A signed-in view, the base template, one query: what any page costs at least."""
    return page(request, "ui/base.html", {"room": "", "pair": AreaPair.objects.first()})


urlpatterns = [path("bare/", bare), path("", include("samsyn.config.urls"))]
