"""Error pages in the reader's language, in our own look, whatever else is broken."""

from __future__ import annotations

import logging

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.registry.queries.reference import reference
from convene.registry.viewing import page_of, today_in

log = logging.getLogger("convene.errors")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        lambda: _("There is no such page"),
        lambda: _("Nothing in the record has this address. It may have been typed or copied with an error."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        lambda: _("You may not see this"),
        lambda: _("This page is kept for others. If you should have it, ask the secretariat."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # What Django itself refuses (a wrong host, a bad cookie) is worded for those who run the site, not for readers.
    told = str(exception) if isinstance(exception, BadRequest) else ""
    return _page(
        request,
        400,
        lambda: _("This could not be read"),
        lambda: told or _("The address or the form has something in it that cannot be understood."),
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, lambda: _("This was not done"), lambda: str(exception))


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    response = _page(
        request,
        405,
        lambda: _("This page can only be read"),
        lambda: _("Nothing can be sent to this address. Nothing was changed."),
    )
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        413,
        lambda: _("This is too large"),
        lambda: _(
            "What was sent is larger than this site accepts. Nothing was saved. Send less, or a smaller file."
        ),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    response = _page(
        request,
        429,
        lambda: _("Too many requests"),
        lambda: _("Please wait a minute and try again."),
    )
    response.headers["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        lambda: _("The form has expired"),
        lambda: _("Go back, load the page again and send the form once more. Nothing was saved."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        lambda: _("Something went wrong here"),
        lambda: _("It is our fault, and it has been noted. Please try again in a while."),
    )


def _language(request: HttpRequest) -> str:
    """The language in the address, else the reader's own, else the dialogue's first."""
    languages = reference().languages
    for wanted in (request.path.strip("/").partition("/")[0], (get_language() or "")[:2]):
        if wanted in languages:
            return wanted
    return languages[0]


def _page(request: HttpRequest, status: int, title, text) -> HttpResponse:
    try:
        language = _language(request)
        with override(language):
            if request.path.startswith("/api/") or request.path.endswith(".json"):
                return JsonResponse({"error": title(), "detail": text()}, status=status)
            today = today_in(reference())
            viewer = Viewer(day=today, today=today, language=language)
            page = page_of(viewer, title=title(), path="", has_date_control=False)
            return render(
                request,
                "website/error.html",
                {"page": page, "text": text(), "status": status},
                "text/html",
                status,
            )
    except Exception:
        # The error page must not fail with the thing it reports (no database, no template).
        log.exception("The error page could not be rendered.")
        return HttpResponse(f"{status}\n", status=status, content_type="text/plain")
