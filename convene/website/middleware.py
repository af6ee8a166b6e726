"""Errors as friendly pages in the reader's language: a 4xx for bad input, never a bare 500."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.core.exceptions import TooManyFieldsSent as TooManyFields
from django.http import HttpRequest, HttpResponse

from convene.core.failures import Failure
from convene.website.views import errors


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
        if isinstance(exception, Failure):
            return errors.refused(request, exception)
        return None
