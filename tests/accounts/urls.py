"""The doors of sign-in as the site has them: ours first, then Wagtail's."""

from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("convene.accounts.urls")),
    path("public", lambda request: HttpResponse("open to all")),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
