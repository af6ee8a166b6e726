"""Public addresses of the registry, under /<language>/."""

from django.urls import path, re_path

from convene.registry.views import governance, sources, states

FORMS = r"(?P<form>csv|json|atom)"
OWN_LISTS = (
    "sources|differences|gaps|claims|terms|bodies|offices|organisations|designations|groups|statements|links"
)

urlpatterns = [
    path("states", states.states, name="states"),
    re_path(rf"^states\.{FORMS}$", states.states_data, name="states_data"),
    path("state/<str:code>", states.state, name="state"),
    path("about", governance.about, name="about"),
    path("governance", governance.governance, name="governance"),
    path("body/<str:key>", governance.body, name="body"),
    path("office/<str:key>", governance.office, name="office"),
    path("organisation/<str:key>", governance.organisation, name="organisation"),
    path("sources", sources.sources, name="sources"),
    path("source/<str:key>", sources.source, name="source"),
    path("differences", sources.differences, name="differences"),
    path("difference/<str:key>", sources.difference, name="difference"),
    path("gaps", sources.gaps, name="gaps"),
    re_path(rf"^(?P<name>{OWN_LISTS})\.{FORMS}$", sources.data, name="registry_data"),
]
