"""What search finds of editorial pages: published articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from convene.core.text import Text
from convene.registry.queries.addresses import shown_at
from convene.search.documents import Document, joined, register
from convene.website.models import NEWS, ArticlePage

KIND = "article"


def register_all() -> None:
    register(KIND, _("News"), articles, article)
    shown_at(KIND, lambda key: f"{NEWS}/{key}")


def articles() -> Iterator[Document]:
    return _documents(ArticlePage.published())


def article(key: str) -> Document | None:
    return next(_documents(ArticlePage.published().filter(slug=key)), None)


def _documents(pages: Iterable[ArticlePage]) -> Iterator[Document]:
    """One document an address: articles of several languages that share it are one text in these languages."""
    by_slug: dict[str, list[ArticlePage]] = defaultdict(list)
    for page in pages.select_related("locale").order_by("pk"):
        by_slug[page.slug].append(page)
    for slug, same in by_slug.items():
        yield Document(
            address=f"{KIND}/{slug}",
            kind=KIND,
            title=Text.from_plain({page.language: page.title for page in same}),
            body=joined(
                Text.from_plain({page.language: page.intro for page in same}),
                Text.from_plain({page.language: _words(page) for page in same}),
            ),
            year=same[0].date.year,
            date=same[0].date,
        )


def _words(page: ArticlePage) -> str:
    """The text of the body without its marks and references."""
    parts = []
    for block in page.body:
        if block.block_type == "text":
            parts.append(strip_tags(block.value.source))
        elif block.block_type == "quote":
            parts.append(block.value["words"])
    return " ".join(parts)
