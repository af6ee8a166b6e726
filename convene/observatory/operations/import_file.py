"""
Import a publisher's file as an edition: recognised, read, adapted, checked, written aside, and only then served.

Whatever goes wrong, and wherever the process is killed, the editions served before are served still.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from convene.accounts.audit import record_event
from convene.accounts.models import User
from convene.accounts.record_version import touched_public
from convene.observatory import checks, writing
from convene.observatory.adapters import Adapter, adapters_for, own_form
from convene.observatory.adapters.eurostat import line_to_add
from convene.observatory.adapters.taught import adapter_of, taught_in
from convene.observatory.comparing import Differences, differences
from convene.observatory.enums import Counted, Measure
from convene.observatory.failures import NotImported
from convene.observatory.models import Dataset, Edition, Indicator, Snapshot
from convene.observatory.observation import edition_key, is_label, tells_a_year
from convene.observatory.queries.catalogue import catalogue, edition_folder, edition_order
from convene.observatory.readers import RawFile, read
from convene.observatory.store import REPORT, folder_in
from convene.observatory.workbench import Check, Workbench

LOCK = ".import-lock"
TAUGHT = "taught"  # folder of a pack with a description for each dataset that is taught by a table
COUNTS = (Measure.STOCK, Measure.FLOW)

# Told at each step: what is being done.
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Recognised:
    """What a file is, and what an import of it would do."""

    raw: RawFile
    adapter: Adapter
    label: str
    before: Edition | None  # the edition as it is served now, if it is
    is_same: bool  # these very bytes are imported already, whole

    @property
    def dataset(self) -> str:
        return self.adapter.dataset

    @property
    def key(self) -> str:
        return edition_key(self.dataset, self.label)

    @property
    def intention(self) -> str:
        """What importing it means, in words."""
        if self.is_same:
            return _("these very bytes are imported already: nothing to do")
        if self.before is None:
            return _("a new edition, beside those there are")
        if not self.before.complete:
            return _("completes an edition of which the pack carries a part")
        return _("would replace an edition made of another file")


@dataclass(frozen=True)
class Report:
    """What an import found and did. `done` is false for a dry run and for bytes imported before."""

    file: str
    format: str
    sha256: str
    size: int
    dataset: str
    edition: str
    done: bool
    unchanged: bool = False
    accounted: checks.Accounted | None = None
    checks: tuple[Check, ...] = ()
    indicators: tuple[str, ...] = ()
    compared: Differences | None = None
    notes: Mapping[str, str] | None = None
    transformations: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        told = asdict(self)
        del told["done"], told["unchanged"]
        return told


def recognise(path: Path, *, dataset: str = "", label: str = "", teaching: Path | None = None) -> Recognised:
    """
    Read the file's beginning and say what it is. `dataset` and `label` settle what the file leaves open.

    `teaching` is a description of a dataset that no adapter knows; the descriptions of the pack are known already.

    Raises BadFile, NotImported.
    """
    raw = read(Path(path))
    adapter = adapter_of(dataset, teaching) if teaching else _adapter(raw, dataset)
    named = label or adapter.edition_of(raw) or _label_of_known_bytes(raw, adapter)
    if not named:
        raise NotImported(
            raw.name,
            _("it is %(dataset)s, but the file does not say which edition") % {"dataset": adapter.dataset},
            _("Say it: --edition 2025, or the day on which it was published."),
        )
    if not is_label(named):
        raise NotImported(
            f"--edition {named[:40]}",
            _("this cannot name an edition"),
            _("Use letters, digits, dots and hyphens, as in 2025 or 2025-03."),
        )
    if not tells_a_year(named):  # editions are put in order by it: without one, this would be the oldest
        raise NotImported(
            f"--edition {named[:40]}",
            _("the name of an edition tells its year"),
            _("Write it with the year or the day of publication, as in 2025, 2025-03 or 2025-extract."),
        )
    return Recognised(raw, adapter, named, *_before(raw, adapter, named))


def _label_of_known_bytes(raw: RawFile, adapter: Adapter) -> str:
    """The edition that the catalogue says is made of these very bytes; '' where it does not know them."""
    known = Edition.objects.filter(snapshot__sha256=raw.sha256, dataset__key=adapter.dataset)
    return known.values_list("label", flat=True).first() or ""


def _adapter(raw: RawFile, dataset: str) -> Adapter:
    found = adapters_for(raw)
    if not any(dataset in ("", one.dataset) for one in found):
        taught = taught_in(settings.PACK / TAUGHT)
        found = (*found, *(one for one in taught if one.recognises(raw)))
    chosen = [adapter for adapter in found if adapter.dataset == dataset] if dataset else list(found)
    if not chosen and own_form.is_own_form(raw):
        if dataset:
            return own_form.adapter_of(dataset)
        raise NotImported(
            raw.name,
            _("its columns are those of a figure, but it does not say of which dataset"),
            _("Say it: --dataset KEY."),
        )
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(sorted({adapter.dataset for adapter in found}))
    if not found:
        code, line = line_to_add(raw)
        if code:
            raise NotImported(
                raw.name,
                _("it can be read (%(format)s), but Eurostat's dataset %(code)s is not known")
                % {"format": raw.format, "code": code},
                _(
                    "Add this line to convene/observatory/mappings/eurostat_datasets.csv: %(line)s"
                    " Then describe eurostat-%(code)s and the indicator in the pack: docs/howto/add-a-dataset.md."
                )
                % {"line": line, "code": code},
            )
        raise NotImported(
            raw.name,
            _("it can be read (%(format)s), but no dataset has these columns: %(columns)s")
            % {"format": raw.format, "columns": ", ".join(raw.tables[0].columns[:12]) if raw.tables else "-"},
            _(
                "It can be taught without a program: `convene observatory draft FILE` writes a table to fill in;"
                " docs/howto/add-a-dataset.md says how."
            ),
        )
    if dataset:
        raise NotImported(
            f"--dataset {dataset[:60]}", _("the file is not of it, but of %(names)s") % {"names": names}
        )
    raise NotImported(
        raw.name,
        _("it may be of several datasets: %(names)s") % {"names": names},
        _("Choose with --dataset. A file that holds several is imported once for each."),
    )


def _is_there(edition: Edition) -> bool:
    folder = edition_folder(edition.dataset.key, edition.label) / edition.generation
    return bool(edition.generation) and (folder / REPORT).exists()


def import_file(
    what: Recognised,
    *,
    at: datetime,
    replace_edition: bool = False,
    dry_run: bool = False,
    by: User | str | None = None,
    origin: str = "",
    progress: Progress | None = None,
) -> Report:
    """
    Import what was recognised; `at` is now. With `dry_run` everything is done but serving it.

    Raises BadFile, NotImported (UnknownNames, CheckFailed).
    """
    tell = progress or (lambda step: None)
    raw = what.raw
    begun = Report(
        raw.name, raw.format, raw.sha256, raw.size, what.dataset, what.key, done=False, unchanged=what.is_same
    )
    if what.is_same and not replace_edition:
        return begun
    dataset = _dataset(what)
    _refuse_to_replace(what, replace_edition or dry_run)
    with _alone():
        # While this import waited, another may have served the very edition.
        what = _as_it_is_now(what)
        if what.is_same and not replace_edition:
            return replace(begun, unchanged=True)
        _refuse_to_replace(what, replace_edition or dry_run)
        bench = Workbench()
        folder = edition_folder(what.dataset, what.label)
        writing.clear_away(folder, [what.before.generation] if what.before else [])
        generation = f"{raw.sha256[:12]}-{secrets.token_hex(3)}"
        aside = writing.begin(folder, generation)
        try:
            report = _adapted(what, begun, bench, dataset, aside, tell)
            if dry_run:
                return report
            report = replace(report, done=True)
            writing.write_report(aside, report.to_json())
            writing.finish(aside, folder, generation)
        finally:
            bench.close()
            writing.clear_away(folder, [generation, what.before.generation if what.before else ""])
        tell(_("Naming the edition in the catalogue"))
        _catalogued(what, report, dataset, generation, at, by, origin)
    return report


def _refuse_to_replace(what: Recognised, allowed: bool) -> None:
    if what.before and what.before.complete and not allowed:
        raise NotImported(
            f"edition {what.key}",
            _("it is there already, made of another file"),
            _("Name another edition with --edition, or replace it with --replace."),
        )


def _as_it_is_now(what: Recognised) -> Recognised:
    before, same = _before(what.raw, what.adapter, what.label)
    return replace(what, before=before, is_same=same)


def _before(raw: RawFile, adapter: Adapter, label: str) -> tuple[Edition | None, bool]:
    """The edition as it is served, and whether it is made of these very bytes."""
    rows = Edition.objects.select_related("snapshot", "dataset")
    before = rows.filter(dataset__key=adapter.dataset, label=label).first()
    same = bool(before and before.complete and before.snapshot and before.snapshot.sha256 == raw.sha256)
    return before, same and _is_there(before)


def _adapted(
    what: Recognised, begun: Report, bench: Workbench, dataset: Dataset, aside: Path, tell: Progress
) -> Report:
    """Adapt, check, write aside, compare."""
    tell(_("Reading and adapting"))
    try:
        what.adapter.adapt(bench, what.raw, what.label)
    except duckdb.Error as error:
        raise NotImported(
            what.raw.name,
            _("a cell does not hold what its column is for: %(found)s")
            % {"found": str(error).splitlines()[0]},
            _(
                "Look whether columns were swapped or the file was edited, and fetch it from its publisher again."
            ),
        ) from error
    accounted = checks.account(bench)
    tell(_("Checking %(count)s figures") % {"count": accounted.kept})
    codes = tuple(
        row[0]
        for row in bench.connection.execute("SELECT DISTINCT indicator FROM observed ORDER BY ALL").fetchall()
    )
    known = {row.key: row for row in Indicator.objects.filter(key__in=codes)}
    if strange := [code for code in codes if code not in known]:
        raise NotImported(
            f"indicators {', '.join(strange[:10])}",
            _("the catalogue does not describe them"),
            _("Add them to indicators.csv of the pack and load it."),
        )
    checks.check_figures(
        bench,
        [code for code, row in known.items() if row.measure == Measure.STOCK],
        [code for code, row in known.items() if row.counted == Counted.PERSONS and row.measure in COUNTS],
    )
    tell(_("Writing"))
    writing.write_figures(bench.connection, aside)
    tell(_("Comparing with the last edition"))
    return replace(
        begun,
        unchanged=False,
        accounted=accounted,
        checks=tuple(bench.checks),
        indicators=codes,
        compared=_compared(what, bench, aside),
        notes=dict(bench.notes),
        transformations=dict(bench.transformations),
    )


def _compared(what: Recognised, bench: Workbench, aside: Path) -> Differences | None:
    """Against the same edition where it is replaced or completed, else against the newest older one."""
    known = catalogue()
    rivals = [edition for edition in known.editions_of.get(what.dataset, ()) if edition.key in known.served]
    own = next((edition for edition in rivals if edition.label == what.label), None)
    if own is None:
        candidate = Edition(dataset=known.datasets[what.dataset], label=what.label)
        older = [edition for edition in rivals if edition_order(edition) < edition_order(candidate)]
        own = older[0] if older else None
    if own is None:
        return None
    before = known.served[own.key].folder
    return differences(bench.connection, own.key, before, aside, partial=not own.complete)


def _dataset(what: Recognised) -> Dataset:
    found = Dataset.objects.filter(key=what.dataset).first()
    if found is None:
        raise NotImported(
            f"dataset {what.dataset}",
            _("the catalogue does not describe it"),
            _("Add it to datasets.csv of the pack, with its producer and licence, and load it."),
        )
    return found


@transaction.atomic
def _catalogued(
    what: Recognised,
    report: Report,
    dataset: Dataset,
    generation: str,
    at: datetime,
    by: User | str | None,
    origin: str,
) -> None:
    """From here on the edition is served."""
    raw = what.raw
    snapshot, _made = Snapshot.objects.get_or_create(
        sha256=raw.sha256,
        defaults={
            "key": raw.sha256[:16],
            "file_name": raw.name[:200],
            "size": raw.size,
            "origin": origin,
            "retrieved_on": at.date(),
            "licence": dataset.licence,
        },
    )
    values = {
        "snapshot": snapshot,
        "rows": report.accounted.kept if report.accounted else 0,
        "complete": True,
        "generation": generation,
        "indicators": list(report.indicators),
        "imported_at": at,
    }
    edition, made = Edition.objects.update_or_create(
        dataset=dataset, label=what.label, defaults=values, create_defaults={**values, "key": what.key}
    )
    record_event(
        "edition.imported" if made else "edition.replaced",
        edition.address,
        edition.key,
        by=by or "observatory import",
        before=None if what.before is None else {"generation": what.before.generation},
        after={"file": raw.name, "sha256": raw.sha256, "figures": values["rows"], "generation": generation},
    )
    touched_public()


@contextmanager
def _alone() -> Iterator[None]:
    """One import at a time on this machine; a second one waits."""
    folder = folder_in(settings.HOME)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / LOCK, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
