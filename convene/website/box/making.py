"""Writing a box: pages, data and pack as files, a manifest with their checksums, a signature."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override
from markupsafe import Markup

from convene.accounts import record_version
from convene.core.tables import all_tables
from convene.packs import operations as packs
from convene.registry.lists import as_data, csv_text, envelope, notice, public_rows
from convene.registry.queries.reference import one_reference, reference
from convene.registry.viewing import own_name, today_in
from convene.ui.formats import day as day_text
from convene.website.box import signing
from convene.website.box.pages import Files, public_pages

FORMAT = "convene-box/1"
MANIFEST, SIGNATURE, KEY, SUMS = "manifest.json", "SIGNATURE", "PUBLIC-KEY.pem", "SHA256SUMS"

# The two styles of every page, with or without the hash of their content in the name; tokens come first.
_STYLE = re.compile(r"static/ui/(?:tokens|ui)(?:\.[0-9a-f]{12})?\.css")

# (how many are done, of how many where that is known, what)
Progress = Callable[[int, int, str], None]


def make(path: Path | str, progress: Progress | None = None) -> Path:
    """Write the box to `path` and return it. The file appears only when it is whole."""
    path = Path(path)
    step = progress or (lambda done, of, what: None)
    signing.own_public_key()  # refuse before the work, not after it
    with one_reference():
        files = _content(step)
        manifest = _manifest(files)
    draft = path.with_name(f".{path.name}.part")
    draft.parent.mkdir(parents=True, exist_ok=True)
    step(0, 0, SIGNATURE)
    try:
        _write(draft, {**files, MANIFEST: manifest, SIGNATURE: f"{signing.sign(manifest)}\n".encode()})
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _content(step: Progress) -> Files:
    languages = reference().languages
    day = today_in(reference())
    lines = {language: _line_on_pages(language, day) for language in languages}
    files = public_pages(languages, lines, lambda done, path: step(done, 0, path))
    files.update(_data())
    files.update(_pack())
    files["index.html"] = _index(languages, day, sorted(name for name in files if _STYLE.fullmatch(name)))
    for language in languages:
        with override(language):
            files[f"README.{language}.txt"] = _readme(language, day).encode()
    files[KEY] = signing.own_public_key().encode()
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return files | {SUMS: sums.encode()}


def _data() -> Files:
    """Every public table as CSV and JSON."""
    language = reference().languages[0]
    files: Files = {}
    for table in all_tables():
        if table.public:
            rows = as_data(table, public_rows(table))
            shape = envelope(rows, language=language)
            files[f"data/{table.name}.json"] = json.dumps(shape, ensure_ascii=False, indent=1).encode()
            files[f"data/{table.name}.csv"] = csv_text(table, rows, language).encode()
    return files


def _pack() -> Files:
    """The public record as a pack, from which Convene can be filled again."""
    with tempfile.TemporaryDirectory() as folder:
        packs.export(Path(folder), public_only=True)
        return {
            f"pack/{one.relative_to(folder).as_posix()}": one.read_bytes()
            for one in Path(folder).rglob("*")
            if one.is_file()
        }


def _manifest(files: Files) -> bytes:
    known = reference()
    told = {
        "format": FORMAT,
        "dialogue": known.dialogue.key,
        "record_version": record_version.current(),
        "day": today_in(known).isoformat(),
        "as_of": known.dialogue.as_of.isoformat() if known.dialogue.as_of else None,
        "languages": list(known.languages),
        "official": known.dialogue.official,
        "notice": {language: notice(language) for language in known.languages},
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in sorted(files.items())
        },
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _write(path: Path, files: Files) -> None:
    """A zip file that depends on nothing but its content: no clock, no order of a folder, no owner."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files, key=lambda name: (name != "index.html", name)):
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # Unix, whatever wrote it: the permissions below are read
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name], compresslevel=6)


def _line_on_pages(language: str, day: date) -> str:
    with override(language):
        return _("From a box of plain files: the record on %(day)s, version %(version)s.") % {
            "day": day_text(day, language),
            "version": record_version.current(),
        }


_INDEX = Markup(
    '<!doctype html>\n<html lang="{first}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="robots" content="noindex">\n<title>{title}</title>\n{styles}</head>\n<body>\n'
    '<main class="wrap">\n{sections}</main>\n</body>\n</html>\n'
)
_SECTION = Markup(
    '<section class="section" lang="{language}">\n<h1>{name}</h1>\n<p>{notice}</p>\n<p>{line}</p>\n'
    '<p><a class="button" href="{language}/index.html">{own}</a></p>\n'
    '<p><a href="README.{language}.txt">{readme}</a></p>\n</section>\n'
)


def _index(languages: tuple[str, ...], day: date, style_files: list[str]) -> bytes:
    """The first page of the box: a door per language."""
    sections, styles = Markup(""), Markup("")
    for name in style_files:
        styles += Markup('<link rel="stylesheet" href="{}">\n').format(name)
    for language in languages:
        with override(language):
            sections += _SECTION.format(
                language=language,
                name=reference().dialogue.name.in_language(language),
                notice=notice(language),
                line=_line_on_pages(language, day),
                own=own_name(language),
                readme=_("What is in this box, and how to check it"),
            )
    title = reference().dialogue.name.in_language(languages[0])
    return _INDEX.format(first=languages[0], title=title, styles=styles, sections=sections).encode()


def _readme(language: str, day: date) -> str:
    dialogue = reference().dialogue
    parts = [
        dialogue.name.in_language(language),
        notice(language),
        _line_on_pages(language, day),
        _("Open index.html in any browser. No server and no network are needed."),
        _(
            "en/, ru/ and so on hold the public pages; data/ every list as CSV and JSON; pack/ the record as files from which Convene can be filled again."
        ),
        _("What needs a server is left out: search, filters, the choice of another day."),
        _(
            "manifest.json names every file with its SHA-256 checksum. SIGNATURE is the Ed25519 signature of manifest.json in Base64, made with the key in PUBLIC-KEY.pem."
        ),
        _(
            "Fingerprint of the key: %(fingerprint)s. Compare it with the one that the publisher shows on the page of open data."
        )
        % {"fingerprint": signing.fingerprint(signing.own_public_key())},
        _("To check with Convene:") + "\n    convene box verify FILE.zip",
        _("To check without it:")
        + "\n    sha256sum -c SHA256SUMS"
        + "\n    base64 -d SIGNATURE > signature.bin"
        + "\n    openssl pkeyutl -verify -pubin -inkey PUBLIC-KEY.pem -rawin -in manifest.json -sigfile signature.bin",
        dialogue.credits.in_language(language),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
