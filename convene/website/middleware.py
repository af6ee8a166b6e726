"""
What public pages pass: the short way of a stranger who only reads, and errors as friendly pages in the
reader's language: a 4xx for bad input, never a bare 500.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.core.exceptions import TooManyFieldsSent as TooManyFields
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from convene.accounts.limits import TooOften
from convene.core.failures import Failure
from convene.website.page_cache import is_personal
from convene.website.views import errors


class ShortWay:
    """
    Answers a stranger who reads a public page without the rest of the middleware.

    Sessions, form tokens, messages and sign-in concern nobody who brings no cookie of ours, and together cost as
    much as half a page. Only views that `public_page` or `public_data` made are answered here; whatever else
    is asked for, and whatever goes wrong on this way, goes the long way and is answered there.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.protected = tuple(getattr(settings, "SECOND_FACTOR_PATHS", ()))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = self._public_view(request)
        if match is None:
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours
        request.user = AnonymousUser()
        request.resolver_match = match
        try:
            response = match.func(request, *match.args, **match.kwargs)
        except Exception:
            response = None  # answered below, with nothing of this attempt in what is logged
        if response is None:
            return self.get_response(request)
        if not response.streaming and not response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response

    def _public_view(self, request: HttpRequest) -> ResolverMatch | None:
        asked = request.META
        if (
            request.method not in ("GET", "HEAD")
            or "HTTP_AUTHORIZATION" in asked
            or ("HTTP_COOKIE" in asked and is_personal(asked["HTTP_COOKIE"]))
            or (self.protected and request.path.startswith(self.protected))
        ):
            return None
        try:
            match = _resolved(request.path_info)
        except Resolver404:
            return None
        return match if getattr(match.func, "is_public", False) else None


@lru_cache(maxsize=2048)
def _resolved(path: str) -> ResolverMatch:
    """Which view answers `path`. Kept: trying the long list of patterns takes as long as a short page."""
    return resolve(path)


class FriendlyErrors:
    """Turns what the visitor did wrong into a page that says what to do."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "\x00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return errors.bad_request(request)
        if length > settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return errors.too_large(request)
        response = self.get_response(request)
        if response.status_code == 405 and not request.path.startswith("/cms/"):
            return errors.wrong_method(request, response.headers.get("Allow", "GET, HEAD"))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RequestDataTooBig | TooManyFields | TooManyFilesSent):
            return errors.too_large(request)
        if isinstance(exception, BadRequest):
            return errors.bad_request(request, exception)
        if isinstance(exception, TooOften):
            return errors.too_many(request)
        if isinstance(exception, Failure):
            return errors.refused(request, exception)
        return None
