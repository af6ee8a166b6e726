"""Every public page is looked at by the journeys: a new one without a line in page_types.py is found here."""

from django.urls import get_resolver, resolve
from django.urls.resolvers import URLPattern

from tests.journeys.page_types import LANGUAGES, NOT_PAGES, PAGE_TYPES


def public_views() -> set[str]:
    """Names of all views under /<language>/, except data, files and what only those see who are signed in."""
    names = set()

    def collect(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if ("<lang:language>" in route or "P<language>" in route) and not _is_data(pattern):
                    names.add(pattern.name)
            else:
                collect(pattern.url_patterns, route)

    collect(get_resolver().url_patterns, "")
    return names


def _is_data(pattern: URLPattern) -> bool:
    name = pattern.name or "profile_by_parts"
    return name in NOT_PAGES or name.endswith("_data") or name == "desk" or name.startswith("desk_")


def test_every_public_page_has_a_type():
    looked_at = {
        resolve(f"/{LANGUAGES[0]}/{path.partition('?')[0]}").url_name
        for name, path in PAGE_TYPES.items()
        if name != "not_found"
    }
    assert public_views() - looked_at == set()
