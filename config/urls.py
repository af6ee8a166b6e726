"""All addresses. Each part has its own; the order matters only where noted."""

from django.urls import include, path

urlpatterns = [
    path("", include("convene.accounts.urls")),  # before Wagtail's own sign-in
]
