"""
Public pages as files: every page that can be reached from the home pages, with relative links.

Pages are rendered by the very views that answer readers, as for a reader who is not signed in, and only
what they mark as public is kept. What needs a server (search, the choice of a day) is taken out.
"""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path
from posixpath import relpath
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve

from convene.registry.viewing import PUBLIC_HEADER

_LINK = re.compile(r'\b(href|src)="([^"]*)"')
_NEEDS_A_SERVER = re.compile(
    r'<form\b.*?</form>|<link rel="preload"[^>]*>|<script\b(?![^>]*application/ld\+json).*?</script>',
    re.DOTALL,
)
_CSS_FILE = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_ONE_PAGE = re.compile(r"page=\d{1,4}")
# Of figures the box has their lists, factsheets and what the pack carries. Every figure's own page, every choice of
# the explorer and the map and every pair of states would be millions of files.
_LEFT_OUT = re.compile(
    r"/[a-z]{2,3}/(?:search|patterns|export/box\.zip|data/.*|figure/.*|observatory/(?!(?:gaps|corridors)$).*"
    r"|(?:factsheet|profile)/.*\.(?:pdf|docx|json)|(?:datasets|indicators|editions)\.\w+|desk.*)$"
)
# Any table as a file stands in the box once, whatever the language of the page that leads to it.
_TABLE = re.compile(r"/[a-z]{2,3}/(data/[a-z_]+\.(?:csv|json))$")

Files = dict[str, bytes]


def public_pages(
    languages: tuple[str, ...], words: dict[str, str], told: Callable[[int, str], None]
) -> Files:
    """
    Return file name -> bytes of every public page and file in `languages`, with the styles they need.

    `words` is a line per language shown on every page; `told(done, path)` is called after each page.
    """
    html: dict[str, str] = {}
    files: Files = {}
    waiting = [f"/{language}/" for language in languages]
    seen = set(waiting)
    static: set[str] = set()
    while waiting:
        path = waiting.pop()
        response = rendered(path)
        if response is None:
            continue
        if not response.headers["Content-Type"].startswith("text/html"):
            files[path] = response.content
            continue
        html[path] = response.content.decode()
        told(len(html) + len(files), path)
        for address in _addresses(html[path]):
            if address.startswith(settings.STATIC_URL):
                static.add(address)
            elif _belongs(address, languages) and address not in seen:
                seen.add(address)
                waiting.append(address)
    files.update(_static_files(static))
    names = {path: file_name(path, is_html=path in html) for path in (*html, *files)}
    for path, text in html.items():
        language = path.split("/")[1]
        files[path] = _standing_alone(text, path, names, words.get(language, "")).encode()
    return {names[path]: content for path, content in files.items()}


def rendered(path: str) -> HttpResponse | None:
    """The answer to a reader without a session, or None where there is no public page at `path`."""
    place, _question, query = path.partition("?")
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(place).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": urlsplit(settings.PUBLIC_URL).hostname or "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
        }
    )
    try:
        match = resolve(request.path_info)
        response = match.func(request, *match.args, **match.kwargs)
    except (Http404, Resolver404):
        return None
    if response.status_code != 200 or response.streaming or PUBLIC_HEADER not in response.headers:
        return None
    return response


def file_name(path: str, *, is_html: bool) -> str:
    """`/en/` is en/index.html, `/en/state/UKR` en/state/UKR.html, `/en/documents?page=2` en/documents.page-2.html."""
    place, _question, query = path.partition("?")
    place = unquote(place).lstrip("/")
    if place.endswith("/"):
        place += "index"
    if query:
        place += "." + query.replace("=", "-")
    return f"{place}.html" if is_html else place


def _addresses(text: str) -> Iterator[str]:
    """The addresses on this site that a page leads to, without fragments and without filters."""
    for _name, address in _LINK.findall(text):
        if address.startswith("/") and not address.startswith("//"):
            yield _plain(unescape(address))


def _plain(address: str) -> str:
    """Without fragment; of the query only the number of a page stays, for filters need a server."""
    place, _question, query = address.partition("#")[0].partition("?")
    return f"{place}?{query}" if _ONE_PAGE.fullmatch(query) else place


def _belongs(address: str, languages: tuple[str, ...]) -> bool:
    place = address.partition("?")[0]
    return place.split("/")[1] in languages and not _LEFT_OUT.match(place)


def _standing_alone(text: str, path: str, names: dict[str, str], words: str) -> str:
    """The page with links relative to its file; what is not in the box is linked where it is online."""
    folder = names[path].rpartition("/")[0] or "."

    def relative(match: re.Match) -> str:
        name, address = match[1], unescape(match[2])
        if not address.startswith("/") or address.startswith("//"):
            return match[0]
        place = _plain(address)
        table = _TABLE.match(place)
        target = table[1] if table else names.get(place)
        fragment = address.partition("#")[2]
        if target is None:
            return f'{name}="{escape(settings.PUBLIC_URL + address)}"'
        return (
            f'{name}="{escape(quote(relpath(target, folder)))}{f"#{escape(fragment)}" if fragment else ""}"'
        )

    text = _LINK.sub(relative, _NEEDS_A_SERVER.sub("", text))
    note = f'<div class="wrap note"><p>{escape(words)}</p></div>\n<main'
    return text.replace("<main", note, 1) if words else text


def _static_files(addresses: set[str]) -> Files:
    """The styles, fonts and icons that pages ask for, and what the styles themselves ask for."""
    found: Files = {}
    waiting = sorted(addresses)
    while waiting:
        address = waiting.pop()
        content = _static_content(address)
        if content is None or address in found:
            continue
        found[address] = content
        if mimetypes.guess_type(address)[0] == "text/css":
            folder = address.rpartition("/")[0]
            for reference in _CSS_FILE.findall(content.decode()):
                if not reference.startswith(("data:", "http", "#")):
                    waiting.append(_joined(folder, reference.partition("?")[0].partition("#")[0]))
    return found


def _joined(folder: str, reference: str) -> str:
    return reference if reference.startswith("/") else "/" + relpath(f"{folder}/{reference}", "/")


def _static_content(address: str) -> bytes | None:
    name = unquote(address.removeprefix(settings.STATIC_URL))
    collected = Path(settings.STATIC_ROOT) / name
    place = collected if collected.is_file() else finders.find(name)
    return Path(place).read_bytes() if place else None
