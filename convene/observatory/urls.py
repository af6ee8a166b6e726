"""Public addresses of the Migration Observatory, under /<language>/."""

from django.urls import path, re_path

from convene.observatory.views import explorer

FILES = r"\.(?P<form>csv|csv-metadata\.json|xlsx|svg|png)$"

urlpatterns = [
    path("observatory/explorer", explorer.explorer, name="explorer"),
    path("observatory/explorer/embed", explorer.embed, name="explorer_embed"),
    re_path(rf"^observatory/explorer{FILES}", explorer.explorer_data, name="explorer_data"),
]
