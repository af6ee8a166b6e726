"""
A document as a part of a page: the macros of `ui/documents/document.html`.

Words are escaped by Jinja2; only the drawings of our own charts and maps go in as they are.
"""

from __future__ import annotations

from django.template import engines
from markupsafe import Markup

from convene.ui.documents.model import Document, runs
from convene.ui.environment import register_filter

TEMPLATE = "ui/documents/document.html"


def register_filters() -> None:
    """Make known what the macros need. Called once, when the part is ready."""
    register_filter("runs", runs)
    register_filter("safe_href", safe_href)
    register_filter("drawing", drawing)


def safe_href(href: str) -> str:
    """
    `href` where it is a place of this site, of this page or of the web; else nothing.

    Browsers read `/\\host` as `//host` and drop tabs and line ends: what holds them is no address.
    """
    if "\\" in href or any(character < " " for character in href):
        return ""
    if href.startswith(("https://", "http://", "#")) or (href.startswith("/") and not href.startswith("//")):
        return href
    return ""


def drawing(svg: str) -> Markup:
    """A drawing made by `convene.ui.charts` or `convene.ui.maps`, which escape what they are given."""
    return Markup(svg)  # noqa: S704


def fragment_of(document: Document) -> Markup:
    """The body of the document as HTML, without the page around it."""
    macros = engines["jinja2"].env.get_template(TEMPLATE).module
    return Markup(macros.document_body(document))  # noqa: S704 - escaped by the template
