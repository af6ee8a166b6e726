"""Addresses of the API. Importing this module registers the endpoints, in the order of this description."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from convene.website.api import meetings, observatory, offices, participation, record  # noqa: F401 - registering
from convene.website.api.service import api, respond


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return respond(record.openapi())


def also_head(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let `view`, which knows GET only, answer HEAD too; the server sends the headers alone."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
        response = view(request, *args, **kwargs)
        request.method = asked
        return response

    return answer


patterns, _app_name, _namespace = api.urls
for pattern in patterns:
    pattern.callback = also_head(pattern.callback)

urlpatterns = [path("openapi.json", openapi, name="openapi"), *patterns]
