"""Public addresses of the registry, under /<language>/."""

from django.urls import path, re_path

from convene.registry.views import states

urlpatterns = [
    path("states", states.states, name="states"),
    re_path(r"^states\.(?P<form>csv|json|atom)$", states.states_data, name="states_data"),
    path("state/<str:code>", states.state, name="state"),
]
