"""What a page of figures shows, as files: CSV with its description, workbook, SVG and PNG."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from convene.accounts import limits
from convene.observatory.exports import csv, pictures, xlsx
from convene.observatory.shown import Shown

# The ending of the address is also that of the file.
FORMS = ("csv", "csv-metadata.json", "xlsx", "svg", "png")
# Made anew for everybody who asks, and dear: so many in a minute from one address.
COSTLY, PER_MINUTE = frozenset({"xlsx", "png", "pdf", "docx"}), 120


# Pages that somebody composes in the address; what is in the page cache is not counted, it never comes here.
COMPOSED_PER_MINUTE = 600


def composed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a page whose address says what to compute: there are more of them than a cache can hold."""

    @wraps(view)
    def inner(request: HttpRequest, *args, **named) -> HttpResponse:
        if request.GET or named:
            limits.demand(request, "figures", COMPOSED_PER_MINUTE)
        return view(request, *args, **named)

    return inner


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view of files: who asks for too many in a minute is asked to wait; for fewer where they are costly."""

    @wraps(view)
    def inner(request: HttpRequest, *args, form: str, **named) -> HttpResponse:
        name, most = ("files", PER_MINUTE) if form in COSTLY else ("figures", COMPOSED_PER_MINUTE)
        if not limits.allow(request, name, most):
            words = _("Too many files in a short time. Please wait a minute.")
            return HttpResponse(
                words, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"}
            )
        return view(request, *args, form=form, **named)

    return inner


def download(request: HttpRequest, shown: Shown, form: str, name: str) -> HttpResponse:
    """Answer with `shown` as a file called `name`. A picture that the page does not show is not found."""
    try:
        response = _written(request, shown, form)
    except pictures.NothingToDraw as error:
        raise Http404(_("This page shows no picture; its figures are in the CSV file.")) from error
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    if form == "csv":
        about = f"{request.path.removesuffix('.csv')}.csv-metadata.json"
        query = iri_to_uri(request.META.get("QUERY_STRING", ""))  # a ">" would end the address
        address = f"{about}?{query}" if query else about
        response.headers["Link"] = f'<{address}>; rel="describedby"; type="{csv.METADATA_TYPE}"'
    return response


def _written(request: HttpRequest, shown: Shown, form: str) -> HttpResponse:
    if form == "csv":
        return HttpResponse(csv.csv_of(shown), content_type=csv.MEDIA_TYPE)
    if form == "csv-metadata.json":
        address = settings.PUBLIC_URL + request.get_full_path().replace(".csv-metadata.json", ".csv", 1)
        described = json.dumps(csv.csvw_of(shown, address), ensure_ascii=False, indent=1)
        return HttpResponse(described, content_type=csv.METADATA_TYPE)
    if form == "xlsx":
        return HttpResponse(xlsx.workbook_of(shown), content_type=xlsx.MEDIA_TYPE)
    if form == "svg":
        return HttpResponse(pictures.svg_of(shown), content_type=pictures.SVG_TYPE)
    return HttpResponse(pictures.picture_of(shown), content_type=pictures.PNG_TYPE)


def links(page, path: str, query: dict[str, str], *, picture: bool) -> list[tuple[str, str]]:
    """(label, address) of the downloads of a page, for the bar of downloads."""
    forms = [("CSV", "csv"), ("CSVW", "csv-metadata.json"), ("XLSX", "xlsx")]
    if picture:
        forms += [("SVG", "svg"), ("PNG", "png")]
    return [(label, page.url(f"{path}.{form}", on=None, **query)) for label, form in forms]
