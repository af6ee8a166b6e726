"""Walking the back office: every address it has, and people who knock at it."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from convene.accounts.models import User
from convene.accounts.one_time_links import make_link

SECRETARIAT = "ines.calder@lake.example.org"
CHAIR_OF_XAL = "oda.lind@lake.example.org"
CONTACT_OF_XAL = "arlo.penn@lake.example.org"
CONTACT_OF_XBR = "brune.tessier@lake.example.org"
NO_LONGER = "tom.ashby@lake.example.org"
STRANGER = "nobody.in.particular@lake.example.org"


ENDS_THE_SESSION = {"wagtailadmin_logout"}  # even when only looked at: nothing would be walked after it


def signed_in(email: str) -> Client:
    """A browser in which the person came in by a one-time link."""
    browser = Client(raise_request_exception=True)
    browser.get(make_link(User.objects.get(email=email)))
    return browser


@dataclass(frozen=True)
class Door:
    """One address of the back office. `name` is that of its view, with namespaces."""

    name: str
    path: str

    def __str__(self) -> str:
        return self.name


def names_of_doors() -> list[tuple[str, frozenset[str]]]:
    """(name, names of its arguments) of every view under /cms/ that has a name."""
    found: list[tuple[str, frozenset[str]]] = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "cms/":
            _collect(pattern, [], frozenset(), found)
    return sorted(set(found), key=lambda pair: (pair[0], sorted(pair[1])))


def _collect(resolver: URLResolver, spaces: list[str], arguments: frozenset[str], found: list) -> None:
    spaces = [*spaces, resolver.namespace] if resolver.namespace else spaces
    arguments = arguments | frozenset(resolver.pattern.converters)
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            _collect(pattern, spaces, arguments, found)
        elif isinstance(pattern, URLPattern) and pattern.name:
            regex = getattr(pattern.pattern, "regex", None)
            own = frozenset(pattern.pattern.converters) or frozenset(regex.groupindex if regex else ())
            found.append((":".join([*spaces, pattern.name]), arguments | own))


def doors(values: dict, of_namespace: dict[str, dict]) -> tuple[list[Door], list[str]]:
    """
    Every door with its arguments filled in: from `of_namespace` where its first namespace is there, else from
    `values`. Also the names of those that could not be filled.
    """
    opened, left = [], []
    for name, arguments in names_of_doors():
        if name in ENDS_THE_SESSION:
            continue
        known = {**values, **of_namespace.get(name.partition(":")[0], {})}
        try:
            path = reverse(name, kwargs={argument: known[argument] for argument in arguments})
        except (KeyError, NoReverseMatch):
            left.append(name)
        else:
            opened.append(Door(name, path))
    return opened, left
