"""`convene messages ...`: the texts of the interface, from the code to the catalogues of each language."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

from config.home import BASE_DIR
from convene.commands.output import Refused, say

LOCALE = BASE_DIR / "convene" / "locale"
LANGUAGES = ("ru", "fr")
MUST_BE_COMPLETE = ("ru",)

# Which arguments of each function are texts: (context, text, plural), as Babel counts them.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

# As convene/ui/environment.py sets up its pages.
_JINJA = {"extensions": "jinja2.ext.do", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"}


def add_commands(commands) -> None:
    messages = commands.add_parser(
        "messages", help="collect, compile and count the translations of the interface"
    )
    verbs = messages.add_subparsers(title="messages commands", metavar="VERB", required=True)

    update = verbs.add_parser("update", help="collect all texts into the catalogues and compile them")
    update.set_defaults(run=run_update)

    compile_ = verbs.add_parser("compile", help="compile the catalogues as they are")
    compile_.set_defaults(run=run_compile)

    report = verbs.add_parser("report", help="say what is missing; refuse where Russian is incomplete or old")
    report.add_argument("--list", action="store_true", help="list the texts too")
    report.set_defaults(run=run_report)


def run_update(args) -> int:
    template = collected()
    for language in LANGUAGES:
        catalog = _read(language)
        # Guessing from similar texts makes wrong translations that nobody sees.
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(catalog, language)
    say(f"{len(template)} texts in convene/locale.")
    return run_compile(args)


def run_compile(args) -> int:
    from babel.messages.mofile import write_mo

    for language in LANGUAGES:
        buffer = io.BytesIO()
        write_mo(buffer, _read(language), use_fuzzy=False)
        _file(language).with_suffix(".mo").write_bytes(buffer.getvalue())
        say(f"{language}: compiled")
    return 0


def run_report(args) -> int:
    template = collected()
    refused = []
    for language in LANGUAGES:
        missing = missing_texts(language, template)
        say(f"{language}: {len(template) - len(missing)} of {len(template)} texts translated")
        if args.list or (missing and language in MUST_BE_COMPLETE):
            for text, places in missing:
                say(f"  {places}: {text!r}")
        if missing and language in MUST_BE_COMPLETE:
            refused.append(f"{language}: {len(missing)} texts are not translated")
        for text in wrong_placeholders(language):
            say(f"  placeholders differ: {text!r}")
            refused.append(f"{language}: a translation has other placeholders than its text")
        if _is_compiled_from_older(language):
            refused.append(f"{language}: the compiled catalogue is old")
    if refused:
        raise Refused(
            "translations", "; ".join(refused) + ".", "Type: make messages, then translate in convene/locale."
        )
    return 0


def collected():
    """Every text of Python modules, Jinja2 pages and Django templates, as a Babel catalogue without translations."""
    from babel.messages.catalog import Catalog

    template = Catalog(
        project="Convene", charset="utf-8", fuzzy=False, creation_date=datetime(2026, 1, 1, tzinfo=UTC)
    )
    for path in sorted([*(BASE_DIR / "convene").rglob("*"), BASE_DIR / "config" / "settings.py"]):
        if not path.is_file() or "migrations" in path.parts:
            continue
        name = str(path.relative_to(BASE_DIR))
        try:
            for _line, text, comments, context in _texts_of(path):
                template.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
        except Exception as error:
            raise Refused(name, f"its texts cannot be read: {error}") from error
    return template


def missing_texts(language: str, template) -> list[tuple[str, str]]:
    """(text, files) of each text without a translation, or with one marked as doubtful."""
    catalog = _read(language)
    found = []
    for message in template:
        if not message.id:
            continue
        known = catalog.get(message.id, message.context)
        done = known is not None and not known.fuzzy and all(_as_tuple(known.string))
        if not done:
            source = _as_tuple(message.id)[0]
            found.append((source, ", ".join(sorted({place for place, _ in message.locations}))))
    return found


def wrong_placeholders(language: str) -> list[str]:
    """Texts whose translation names a value that the program does not give, or leaves one out."""
    found = []
    for message in _read(language):
        allowed = (
            {name for text in _as_tuple(message.id) for name in _PLACEHOLDER.findall(text)}
            if message.id
            else set()
        )
        needed = (
            set.intersection(*(set(_PLACEHOLDER.findall(text)) for text in _as_tuple(message.id)))
            if allowed
            else set()
        )
        for text in _as_tuple(message.string):
            if message.id and text and not needed <= set(_PLACEHOLDER.findall(text)) <= allowed:
                found.append(_as_tuple(message.id)[0])
    return found


def _texts_of(path: Path):
    from babel.messages.extract import extract, extract_python
    from jinja2.ext import babel_extract

    if path.suffix == ".py":
        method, options = extract_python, {}
    elif "jinja2" in path.parts and path.suffix in (".html", ".xml", ".txt"):
        method, options = babel_extract, _JINJA
    elif "templates" in path.parts and path.suffix in (".html", ".txt"):
        method, options = _extract_django_template, {}
    else:
        return
    with path.open("rb") as file:
        yield from extract(
            method,
            file,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            options=options,
            strip_comment_tags=True,
        )


def _extract_django_template(file, keywords, comment_tags, options):
    """Babel's method for Django's own templates: Django turns them into Python calls, Babel reads those."""
    from babel.messages.extract import extract_python
    from django.utils.translation.template import templatize

    source = templatize(file.read().decode("utf-8"))
    return extract_python(io.BytesIO(source.encode("utf-8")), keywords, comment_tags, {"encoding": "utf-8"})


def _file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(language: str):
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    file = _file(language)
    if not file.exists():
        return Catalog(locale=language, project="Convene", charset="utf-8", fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def _write(catalog, language: str) -> None:
    from babel.messages.pofile import write_po

    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalog.header_comment = (
        f"# The interface of Convene: {language}. Collected by `make messages`; translated by hand."
    )
    catalog.last_translator = catalog.language_team = "Convene"
    catalog.fuzzy = False
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=0,
        include_lineno=False,
        ignore_obsolete=True,
        sort_output=False,
        sort_by_file=True,
    )
    file = _file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(buffer.getvalue())


def _is_compiled_from_older(language: str) -> bool:
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, _read(language), use_fuzzy=False)
    compiled = _file(language).with_suffix(".mo")
    return not compiled.exists() or compiled.read_bytes() != buffer.getvalue()


def _as_tuple(text) -> tuple:
    return text if isinstance(text, tuple | list) else (text,)
