"""Public addresses of the Migration Observatory, under /<language>/."""

from django.urls import path, re_path

from convene.observatory import factsheet_urls, profile_urls
from convene.observatory.views import catalogue, corridor, editions_feed, explorer, figures, front, gaps, map

FILES = r"\.(?P<form>csv|csv-metadata\.json|xlsx|svg|png)$"

urlpatterns = [
    *profile_urls.urlpatterns,
    *factsheet_urls.urlpatterns,
    path("observatory", front.front, name="observatory"),
    path("observatory/editions.atom", editions_feed.feed, name="editions_feed"),
    path("observatory/gaps", gaps.gaps, name="figure_gaps"),
    re_path(r"^observatory/gaps\.(?P<form>csv|json)$", gaps.gaps_data, name="figure_gaps_data"),
    path("observatory/corridors", corridor.corridor_list, name="corridors"),
    re_path(
        rf"^observatory/corridor/(?P<a>[A-Z_0-9]{{3,20}})/(?P<b>[A-Z_0-9]{{3,20}}){FILES}",
        corridor.corridor_data,
        name="corridor_data",
    ),
    re_path(
        r"^observatory/corridor/(?P<a>[A-Z_0-9]{3,20})/(?P<b>[A-Z_0-9]{3,20})$",
        corridor.corridor,
        name="corridor",
    ),
    path("observatory/map", map.figures_map, name="figures_map"),
    re_path(rf"^observatory/map{FILES}", map.map_data, name="figures_map_data"),
    path("observatory/explorer", explorer.explorer, name="explorer"),
    path("observatory/explorer/embed", explorer.embed, name="explorer_embed"),
    re_path(rf"^observatory/explorer{FILES}", explorer.explorer_data, name="explorer_data"),
    re_path(
        r"^figure/(?P<code>[A-Za-z0-9][A-Za-z0-9._-]*)/(?P<place>[A-Z_0-9]{3,20}(?:\.[A-Z_0-9]{3,20})?)"
        r"/(?P<when>[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?)$",
        figures.figure,
        name="figure",
    ),
    path("datasets", catalogue.datasets, name="datasets"),
    path("dataset/<str:key>", catalogue.dataset, name="dataset"),
    path("edition/<str:key>", catalogue.edition, name="edition"),
    path("indicators", catalogue.indicators, name="indicators"),
    path("indicator/<str:code>", catalogue.indicator, name="indicator"),
    re_path(
        rf"^(?P<name>{catalogue.LISTS})\.(?P<form>csv|json|atom)$", catalogue.data, name="observatory_data"
    ),
]
