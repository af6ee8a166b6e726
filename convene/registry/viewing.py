"""
From a request to a `Viewer` and a `Page`: the only place of public pages where the clock is asked.

Every public view is wrapped in `public_page`. It settles the language (one of the dialogue's, else 404),
the day (`?on=`, else today in the dialogue's time zone; a wrong day is a friendly 400), and the person's
standing, and marks the response of an anonymous reader as one that the page cache may keep.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import Any

from babel import Locale
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from convene.accounts import second_factor
from convene.core.failures import Failure
from convene.core.told import parse_day
from convene.core.viewer import Standing, Viewer
from convene.registry.models import Difference, Gap
from convene.registry.queries.citations import marks_for
from convene.registry.queries.reference import Reference, one_reference, reference
from convene.registry.queries.standing import standing_of
from convene.ui.page import Page

PUBLIC_HEADER = "X-Convene-Public"
FIRST_YEAR, LAST_YEAR = 1900, 2100


class BadDay(BadRequest):
    """`?on=` is not a day. Answered by a friendly page with status 400."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(day)s” is not a day of the calendar. Write year, month and day, as in 2016-09-20.")
            % {"day": text[:40]}
        )


def today_in(known: Reference) -> date:
    """Today, in the dialogue's time zone."""
    return datetime.now(known.zone).date()


def asked_day(text: str) -> date:
    """Read `?on=`; raise BadDay for anything but a day between 1900 and 2100."""
    try:
        day = parse_day(text.strip())
    except Failure as error:
        raise BadDay(text) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDay(text)
    return day


def asked_year(text: str) -> int | None:
    """Read `?year=`; None where none is asked for. Raises BadRequest for anything but a year of four digits."""
    text = text.strip()
    if not text:
        return None
    if not (len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise BadRequest(_("“%(year)s” is not a year. Write four digits, as in 2016.") % {"year": text[:40]})
    return int(text)


def viewer_of(request: HttpRequest, language: str) -> Viewer:
    """
    Who looks. Without a session cookie the session is not touched, so the response stays cacheable.

    A session that has not shown its second factor sees what a stranger sees: a password alone opens nothing.
    """
    known = reference()
    today = today_in(known)
    on = request.GET.get("on", "")
    person, standing = None, Standing()
    if _is_signed_in(request):
        person = request.user
        standing = standing_of(person, on=today)
    return Viewer(
        day=asked_day(on) if on else today, today=today, language=language, person=person, standing=standing
    )


def _is_signed_in(request: HttpRequest) -> bool:
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.user.is_authenticated
        and second_factor.is_satisfied(request)
    )


def public_viewer(request: HttpRequest, language: str) -> Viewer:
    """A viewer that sees the public record only, whoever is signed in: for feeds, lists of data and the API."""
    known = reference()
    today = today_in(known)
    on = request.GET.get("on", "")
    return Viewer(day=asked_day(on) if on else today, today=today, language=language)


def known_language(language: str) -> str:
    if language not in reference().languages:
        raise Http404(_("This record is not kept in that language."))
    return language


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap `view(request, viewer, ...)` as a page under `/<language>/`."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, language: str, **kwargs: Any) -> HttpResponse:
        with one_reference(), override(known_language(language)):
            viewer = viewer_of(request, language)
            response = view(request, viewer, **kwargs)
            if viewer.person is None:
                response.headers[PUBLIC_HEADER] = "1"
            else:
                response.headers["Cache-Control"] = "private, no-store"  # on shared computers and proxies too
        response.headers["Content-Language"] = language
        return response

    answer.is_public = True
    return answer


def public_data(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view of data under `/<language>/`: it sees the public record only, and is always cacheable."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, language: str, **kwargs: Any) -> HttpResponse:
        with one_reference(), override(known_language(language)):
            response = view(request, public_viewer(request, language), **kwargs)
        response.headers[PUBLIC_HEADER] = "1"
        response.headers["Content-Language"] = language
        return response

    answer.is_public = True
    return answer


@lru_cache(maxsize=32)
def own_name(language: str) -> str:
    """The language's name in itself: English, Русский, Français."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


def page_of(viewer: Viewer, *, title: Any, path: str, **more: Any) -> Page:
    """The `Page` of the base template, with the dialogue and its languages."""
    known = reference()
    return Page(
        viewer=viewer,
        title=title,
        path=path,
        dialogue=known.dialogue,
        languages=[(code, own_name(code)) for code in known.languages],
        memory=known.remembered_of_day("parts of pages", (viewer.today, viewer.day), dict),
        **more,
    )


def differences_on(viewer: Viewer, *addresses: str) -> list[Difference]:
    """The differences between sources that touch the things of a page, by number."""
    return marks_for(addresses, viewer)


def gaps_about(viewer: Viewer, *addresses: str) -> list[Gap]:
    """Known gaps that touch the things of a page. No query."""
    wanted = {address.partition("#")[0] for address in addresses}
    return [gap for gap in reference().gaps if wanted & {a.partition("#")[0] for a in gap.about}]
