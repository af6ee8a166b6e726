"""The ways in that are ours: Wagtail's and Django's login lead to allauth's; the local one-time link; the language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from convene.accounts.limits import allow
from convene.accounts.one_time_links import LinkRefused, use_link
from convene.accounts.operations import choose_language as remember_language
from convene.accounts.second_factor import remember_local_link


@never_cache
def to_login(request, **kwargs):
    """
    Every other login page leads to the one that knows the second factor.

    A signed-in person who comes here was turned away for want of permission; to send them to sign in
    again would go round in circles.
    """
    after = _safe(request, request.GET.get(REDIRECT_FIELD_NAME)) or settings.LOGIN_REDIRECT_URL
    if not request.user.is_authenticated:
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: after})}")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied(_("Your account has no access to the back office."))
    return HttpResponseRedirect(after)


@never_cache
def to_password_reset(request, **kwargs):
    return HttpResponseRedirect(reverse("account_reset_password"))


@never_cache
@require_GET
def one_time_link(request, token: str):
    """Sign in by the link that `make run` printed, and go on to the back office."""
    if not allow(request, "one-time-link", per_minute=10):
        return HttpResponse(
            _("Too many attempts. Wait a minute."), status=429, content_type="text/plain; charset=utf-8"
        )
    try:
        user = use_link(token)
    except LinkRefused as refused:
        return render(request, "accounts/link_refused.html", {"refused": refused}, status=403)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    remember_local_link(request, user)
    return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def choose_language(request):
    """Set the language of sign-in and back office: in a cookie, and for a signed-in person for good."""
    after = _safe(request, request.POST.get("next")) or reverse("account_login")
    response = HttpResponseRedirect(after)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            path="/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            remember_language(request.user, language)
    return response


def _safe(request, url: str | None) -> str:
    """`url` if it stays here, else nothing."""
    stays = url and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if stays else ""
