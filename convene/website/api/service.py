"""How the API reads a question and answers it: language, day, pages, errors, limits. What it answers is elsewhere."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.throttling import BaseThrottle

from convene.accounts import limits
from convene.core.failures import Failure
from convene.core.viewer import Viewer
from convene.registry.lists import envelope
from convene.registry.queries.reference import one_reference, reference
from convene.registry.viewing import PUBLIC_HEADER, public_viewer
from convene.website.api.schemas import Refusal

ROOT = "/api/v1/"
PER_MINUTE = 1200
USUAL_SIZE, LARGEST_SIZE = 100, 500

Lang = Annotated[
    str, Query(description="Language of names and labels: one of the dialogue's; its first if left out.")
]
On = Annotated[str, Query(description="Day the record is asked about, as 2016-09-20; today if left out.")]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Page of the list, from 1.")]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_SIZE, description="Items on a page.")]


class BadQuestion(BadRequest):
    """A parameter that cannot be understood. `str()` says which, and what is expected."""


@dataclass(frozen=True)
class Question:
    """What was asked: by whom, in which language, about which day; and where, for links to the next page."""

    viewer: Viewer
    path: str
    parameters: dict[str, str]

    @property
    def language(self) -> str:
        return self.viewer.language

    def page_url(self, number: int) -> str:
        return f"{settings.PUBLIC_URL}{self.path}?{urlencode({**self.parameters, 'page': number})}"


class PerMinute(BaseThrottle):
    """Questions that the page cache could not answer: so many a minute from one network address."""

    def allow_request(self, request: HttpRequest) -> bool:
        return limits.allow(request, "api", PER_MINUTE)

    def wait(self) -> int:
        return 60


api = NinjaAPI(
    title="Convene",
    version="1",
    description="The public record of the dialogue, dated and sourced. Read only.",
    urls_namespace="api-v1",
    docs_url=None,  # a page of our own lists the endpoints: nothing may be loaded from third parties
    openapi_url=None,  # see urls.py: cached like any other page
    throttle=[PerMinute()],
)

REFUSALS = {400: Refusal, 404: Refusal, 429: Refusal}


def respond(data: Any, status: int = 200) -> HttpResponse:
    """JSON that any site may read; an answer that is the same for everybody may be kept by the page cache."""
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if status == 200:
        response.headers[PUBLIC_HEADER] = "1"
    return response


def endpoint(path: str, *, summary: str, answer: Any, tag: str) -> Callable:
    """
    Register `view(question, ...)` as GET `path`. Every endpoint also understands `lang` and `on`.

    The view returns plain data. `answer` is its schema in the OpenAPI description; the tests hold the
    answers against it, the running service does not spend time on that.
    """

    def register(view: Callable) -> Callable:
        @wraps(view)
        def answered(request: HttpRequest, **asked: Any) -> HttpResponse:
            del asked["on"]  # read, with everything else about the viewer, by public_viewer
            language = language_asked(asked.pop("lang"))
            with one_reference(), override(language):
                viewer = public_viewer(request, language)
                question = Question(viewer, request.path, request.GET.dict())
                response = respond(view(question, **asked))
            response.headers["Content-Language"] = language
            return response

        answered.__signature__ = _signature(view)  # type: ignore[attr-defined]
        api.get(
            path, response={200: answer, **REFUSALS}, summary=summary, tags=[tag], operation_id=view.__name__
        )(answered)
        return view

    return register


def _signature(view: Callable) -> inspect.Signature:
    """The view's own parameters with their types resolved, a request before and the common ones after them."""
    hints = typing.get_type_hints(view, include_extras=True)
    own = list(inspect.signature(view).parameters.values())[1:]
    common = [
        inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default="", annotation=Lang),
        inspect.Parameter("on", inspect.Parameter.KEYWORD_ONLY, default="", annotation=On),
    ]
    return inspect.Signature(
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
            *(
                parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[parameter.name])
                for parameter in own
            ),
            *common,
        ]
    )


def language_asked(text: str) -> str:
    languages = reference().languages
    if not text:
        return languages[0]
    if text not in languages:
        raise BadQuestion(
            _("This record is not kept in the language “%(language)s”. Languages: %(languages)s.")
            % {"language": text[:20], "languages": ", ".join(languages)}
        )
    return text


def one_page(
    question: Question, rows: QuerySet | Sequence, page: int, size: int, as_items: Callable[[Any], list]
) -> dict:
    """One page of a list, in the shape of every list; `next` is a full address or null."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (page - 1) * size
    following = question.page_url(page + 1) if first + size < count else None
    items = as_items(rows[first : first + size]) if first < count else []
    return envelope(items, language=question.language, count=count, following=following)


def no_such(what: str) -> Http404:
    return Http404(_("There is no %(thing)s in the record.") % {"thing": what[:80]})


# --- Refusals: the same shape for all, in words that help ----------------------------------------------


def refuse(status: int, error: str, detail: str) -> HttpResponse:
    response = respond({"error": error, "detail": detail}, status)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


@api.exception_handler(BadRequest)
def _bad_request(request: HttpRequest, error: BadRequest) -> HttpResponse:
    return refuse(400, "bad_request", str(error))


@api.exception_handler(Failure)
def _refused(request: HttpRequest, error: Failure) -> HttpResponse:
    return refuse(400, "bad_request", f"{error.record}: {error.reason}. {error.next_step}".strip())


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refuse(404, "not_found", str(error) or _("There is no such thing in the record."))


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = "; ".join(f"{found['loc'][-1]}: {found['msg']}" for found in error.errors)
    return refuse(400, "bad_request", told)


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    return refuse(429, "too_many_requests", _("Please wait a minute and try again."))


@api.exception_handler(HttpError)
def _refused_by_the_framework(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refuse(error.status_code, "refused", str(error))
