"""What every request passes: secure headers, the second factor, and the name under which changes are recorded."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from convene.accounts import second_factor
from convene.accounts.audit import audited_by

CMS = "/cms/"
ACCOUNT = "/account/"

# What a session without its second factor may still do: come in, show the factor, choose a language, leave.
WAYS_IN_AND_OUT = (
    "/account/login/",
    "/account/logout/",
    "/account/link/",
    "/account/language/",
    "/account/2fa/authenticate/",
    "/account/2fa/reauthenticate/",
    "/account/2fa/webauthn/reauthenticate/",
    "/account/2fa/webauthn/login/",
    "/cms/login/",
    "/cms/logout/",
    "/cms/password_reset/",
    "/cms/jsi18n/",
)

# Everything from here, nothing inline. JSON-LD in a page is data, not script, and passes.
_STRICT = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Wagtail's date fields carry inline scripts and its editor inline styles; previews are frames, uploads blobs.
_CMS = _STRICT | {
    "style-src": "'self' 'unsafe-inline'",
    "script-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
    "worker-src": "'self' blob:",
}
_PERMISSIONS = ", ".join(
    [
        f"{feature}=()"
        for feature in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
    ]
    + ["publickey-credentials-get=(self)", "publickey-credentials-create=(self)"]
)


def _policy(sources: dict[str, str]) -> str:
    return "; ".join(f"{directive} {allowed}" for directive, allowed in sources.items())


class SecurityHeaders:
    """A strict Content-Security-Policy on every answer, relaxed only under /cms/. A view's own header stands."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.strict, self.cms = _policy(_STRICT), _policy(_CMS)

    def __call__(self, request):
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault(
            "Content-Security-Policy", self.cms if request.path.startswith(CMS) else self.strict
        )
        headers.setdefault("Permissions-Policy", _PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith((CMS, ACCOUNT)):
            headers.setdefault("Cache-Control", "no-store, private")
        return response


class SecondFactorRequired:
    """
    Behind /cms/ (and settings.SECOND_FACTOR_PATHS) only sessions that have shown a second factor get on.

    A person without one is led to set it up; a person who has one but did not show it in this session is led
    to show it. Until then such a session may not touch the account either, or a password alone could take
    the second factor away. It does not matter how the session came to be.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.protected = (CMS, *getattr(settings, "SECOND_FACTOR_PATHS", ()))

    def __call__(self, request):
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request):
        path = request.path
        is_protected = path.startswith(self.protected)
        if not is_protected and not path.startswith(ACCOUNT):
            return None  # public pages never look at the session
        if path.startswith(WAYS_IN_AND_OUT) or not request.user.is_authenticated:
            return None
        if second_factor.is_satisfied(request):
            return None
        has_one = second_factor.can_show(request.user)
        if not is_protected and not has_one:
            return None  # the account pages are where a second factor is set up
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied(_("Show your second factor first: reload the page."))
        return _led_to("mfa_reauthenticate" if has_one else "mfa_index", request)


def _led_to(name: str, request) -> HttpResponseRedirect:
    """To a page of the sign-in, and afterwards back; what was being sent is not sent again."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else CMS
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: back})}")


class AuditedBy:
    """Whatever is recorded while a request is answered is recorded under its person's name."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        with audited_by(request):
            return self.get_response(request)
