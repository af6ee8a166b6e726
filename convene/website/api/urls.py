"""Addresses of the API. Importing this module registers the endpoints, in the order of this description."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from convene.website.api import meetings, offices, participation, record  # noqa: F401 - registering
from convene.website.api.service import api, respond


def openapi(request: HttpRequest) -> HttpResponse:
    return respond(record.openapi())


patterns, app_name, namespace = api.urls

urlpatterns = [path("openapi.json", openapi, name="openapi"), *patterns]
