"""Public addresses of the Migration Observatory, under /<language>/."""

from django.urls import path, re_path

from convene.observatory.views import explorer, factsheets, map

FILES = r"\.(?P<form>csv|csv-metadata\.json|xlsx|svg|png)$"

urlpatterns = [
    path("factsheets", factsheets.factsheets, name="factsheets"),
    re_path(
        r"^factsheet/(?P<code>[A-Z]{3})\.(?P<form>pdf|docx|json)$",
        factsheets.factsheet_file,
        name="factsheet_file",
    ),
    path("factsheet/<str:code>", factsheets.factsheet, name="factsheet"),
    path("observatory/map", map.figures_map, name="figures_map"),
    re_path(rf"^observatory/map{FILES}", map.map_data, name="figures_map_data"),
    path("observatory/explorer", explorer.explorer, name="explorer"),
    path("observatory/explorer/embed", explorer.embed, name="explorer_embed"),
    re_path(rf"^observatory/explorer{FILES}", explorer.explorer_data, name="explorer_data"),
]
