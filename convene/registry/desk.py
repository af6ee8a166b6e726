"""
Pages of the desk, under /<language>/desk/: where contact points and the secretariat work. Never public, never kept.

Every view of the desk is wrapped in `desk_page`. Who is not signed in is led to sign in; a session that has not
shown its second factor is led to show it; who holds no office sees what a stranger sees: nothing. What a
person may do there is asked of the part's rules, with the viewer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from convene.accounts import second_factor
from convene.core.viewer import Viewer
from convene.registry.queries.reference import one_reference, reference
from convene.registry.queries.standing import standing_of
from convene.registry.viewing import known_language, today_in


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap `view(request, viewer, ...)` as a page of the desk. It is always about today: `?on=` says nothing here."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, language: str, **kwargs: Any) -> HttpResponse:
        with one_reference(), override(known_language(language)):
            response = _led_in(request) or view(request, _viewer(request, language), **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Language"] = language
        return response

    return answer


def _led_in(request: HttpRequest) -> HttpResponse | None:
    """Where somebody must go first; None for a person who is signed in with a second factor."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    if is_known and second_factor.is_satisfied(request):
        return None
    if not is_known:
        way = settings.LOGIN_URL
    else:
        way = "mfa_reauthenticate" if second_factor.can_show(request.user) else "mfa_index"
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return HttpResponseRedirect(f"{resolve_url(way)}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def _viewer(request: HttpRequest, language: str) -> Viewer:
    today = today_in(reference())
    viewer = Viewer(today, today, language, request.user, standing_of(request.user, on=today))
    if not viewer.standing.is_participant:
        raise PermissionDenied(_("The desk is for contact points and the secretariat."))
    return viewer
