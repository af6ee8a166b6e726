"""What programs read: the feed of what is new, the sitemap, the rules for robots, the icon."""

from __future__ import annotations

from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convene.core.viewer import Viewer
from convene.registry.lists import FORMATS, atom
from convene.registry.queries.reference import reference
from convene.registry.viewing import PUBLIC_HEADER, public_data, today_in
from convene.website.queries import newest, public_paths

ENTRIES = 40
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@public_data
def feed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The newest meetings, documents and milestones of the public record as one Atom feed."""
    entries = atom(newest(viewer, ENTRIES), viewer, path="feed", title=_("What is new"), page="")
    return HttpResponse(entries, content_type=FORMATS["atom"])


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language, each with its counterparts."""
    languages = reference().languages
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    today = today_in(reference())
    for path in public_paths(Viewer(today, today, languages[0])):
        pages = {language: f"{settings.PUBLIC_URL}/{language}/{path}" for language in languages}
        for address in pages.values():
            url = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
            ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = address
            for language, counterpart in pages.items():
                alternate = {"rel": "alternate", "hreflang": language, "href": counterpart}
                ElementTree.SubElement(url, f"{{{_XHTML}}}link", alternate)
    response = HttpResponse(
        ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), content_type="application/xml"
    )
    response.headers[PUBLIC_HEADER] = "1"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """
    Public pages may be read by all; the back office and the search not.

    Pages of an unofficial record ask not to be indexed (`noindex`); for that they must be readable.
    """
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /account/",
        *(f"Disallow: /{language}/search" for language in reference().languages),
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response.headers[PUBLIC_HEADER] = "1"
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("ui/icon.svg"))
