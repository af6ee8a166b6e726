"""Addresses of the whole site: home, search, open data, exports, feeds, the API. Included at the root."""

from django.urls import include, path, re_path

from convene.website.views import editorial, feeds, home, open_data, search

urlpatterns = [
    path("", home.to_first_language, name="root"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("favicon.ico", feeds.icon, name="icon"),
    path("api/v1/", include("convene.website.api.urls")),
    path("<lang:language>/", home.home, name="home"),
    path("<lang:language>/search", search.search, name="search"),
    path("<lang:language>/news", editorial.news, name="news"),
    path("<lang:language>/news/<slug:slug>", editorial.article, name="article"),
    path("<lang:language>/page/<slug:slug>", editorial.section, name="section_page"),
    path("<lang:language>/feed.atom", feeds.feed, name="feed"),
    path("<lang:language>/open-data", open_data.open_data, name="open_data"),
    re_path(
        r"^(?P<language>[a-z]{2,3})/data/(?P<name>[a-z_]+)\.(?P<form>csv|json|atom)$",
        open_data.table,
        name="table_data",
    ),
    path("<lang:language>/export/popolo.json", open_data.popolo, name="popolo"),
    path("<lang:language>/export/iom-profile", open_data.iom_profile, name="iom_profile"),
    path("<lang:language>/export/iom-profile.docx", open_data.iom_profile_word, name="iom_profile_word"),
    path("<lang:language>/export/box.zip", open_data.box, name="box"),
]
