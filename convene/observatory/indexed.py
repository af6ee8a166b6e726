"""What search finds of the Observatory: published Migration Profiles, by what their published version says."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.observatory.profile_document import title_of
from convene.observatory.profile_text import words_of
from convene.observatory.queries.profiles import (
    Standing,
    contents_of,
    published_profile,
    published_profiles,
    version_of,
)
from convene.registry.queries.reference import reference
from convene.registry.viewing import today_in
from convene.search.documents import Document, register


def register_all() -> None:
    register("profile", _("Migration Profiles"), profiles, profile)


def profiles() -> Iterator[Document]:
    return map(_document, published_profiles(_reader()))


def profile(key: str) -> Document | None:
    standing = published_profile(key, _reader())
    return _document(standing) if standing else None


def _reader(language: str = "") -> Viewer:
    """The public of today: nothing else reaches the index."""
    known = reference()
    today = today_in(known)
    return Viewer(today, today, language or known.source_language)


def _document(standing: Standing) -> Document:
    row = standing.profile
    version = version_of(row, standing.clock.published_version)
    contents = contents_of(version, _reader()) if version else []
    titles, bodies = {}, {}
    for language in reference().languages:
        with override(language):
            titles[language] = title_of(row, _reader(language))
        bodies[language] = " ".join(words_of(written.html(language)) for written in contents).strip()
    return Document(
        address=row.address,
        kind="profile",
        title=Text.from_plain(titles),
        body=bodies,
        states=(row.state.key,),
        year=row.year,
        date=standing.clock.published_on,
        weight=2.0,
    )
