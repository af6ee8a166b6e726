"""
What search finds of the Observatory: indicators, datasets, factsheets, and published Migration Profiles by what
their published version says. Figures themselves are asked for in the explorer, not searched for.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.observatory.factsheets.covered import covered_states
from convene.observatory.models import Dataset, Indicator
from convene.observatory.profile_document import title_of
from convene.observatory.profile_text import words_of
from convene.observatory.queries.profiles import (
    Standing,
    contents_of,
    published_profile,
    published_profiles,
    version_of,
)
from convene.registry.queries.addresses import shown_at
from convene.registry.queries.names import designation
from convene.registry.queries.reference import reference
from convene.registry.viewing import today_in
from convene.search.documents import Document, joined, register


def register_all() -> None:
    register("indicator", _("Indicators"), indicators, indicator)
    register("dataset", _("Datasets"), datasets, dataset)
    register("factsheet", _("Country factsheets"), factsheets, factsheet)
    register("profile", _("Migration Profiles"), profiles, profile)
    shown_at("factsheet", lambda code: f"factsheet/{code}")


def indicators() -> Iterator[Document]:
    return map(_of_indicator, Indicator.objects.select_related("dataset"))


def indicator(key: str) -> Document | None:
    return next(map(_of_indicator, Indicator.objects.select_related("dataset").filter(key=key)), None)


def _of_indicator(row: Indicator) -> Document:
    return Document(
        address=row.address,
        kind="indicator",
        title=row.name,
        body=joined(row.definition, row.dataset.title, row.unit_name),
        weight=2.0,
        extra_names=row.key,
    )


def datasets() -> Iterator[Document]:
    return map(_of_dataset, Dataset.objects.select_related("producer"))


def dataset(key: str) -> Document | None:
    return next(map(_of_dataset, Dataset.objects.select_related("producer").filter(key=key)), None)


def _of_dataset(row: Dataset) -> Document:
    names = [indicator.name for indicator in row.indicators.all()]
    producer = _names_of(row.producer.address)
    return Document(
        address=row.address,
        kind="dataset",
        title=row.title,
        body=joined(producer, row.attribution, row.note, *names),
        weight=2.0,
        extra_names=row.key,
    )


def factsheets() -> Iterator[Document]:
    return (_of_factsheet(one.state) for one in covered_states(_reader()))


def factsheet(code: str) -> Document | None:
    return next((one for one in factsheets() if one.states == (code,)), None)


def _of_factsheet(code: str) -> Document:
    """Found by the state's names, before the long texts that only mention it and after its own page."""
    titles = {}
    for language, name in _names_of(f"state/{code}").plain().items():
        with override(language):
            titles[language] = _("%(state)s: country factsheet") % {"state": name}
    return Document(
        address=f"factsheet/{code}",
        kind="factsheet",
        title=Text.from_plain(titles),
        states=(code,),
        weight=2.0,
    )


def _names_of(address: str) -> Text:
    """Today's name of an actor in every language of the record."""
    known = reference()
    today = today_in(known)
    return Text.from_plain(
        {language: str(designation(address, on=today, language=language)) for language in known.languages}
    )


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
