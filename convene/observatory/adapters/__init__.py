"""
One adapter per dataset: what a publisher's file means, in our codes. The edition is an argument.

A new dataset is one module here with `ADAPTER` or `ADAPTERS`, its mapping files, and its rows in the pack's
datasets.csv and indicators.csv. Modules are found by being in this folder.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # readers and workbench know nothing of adapters, and need not be loaded to name one
    from convene.observatory.readers import RawFile
    from convene.observatory.workbench import Workbench


@dataclass(frozen=True)
class Adapter:
    """
    dataset     key of the datasets table: 'undesa-ims'
    recognises  whether a file is of this dataset, by its columns and attributes, never by its name alone
    edition_of  the edition as the file says, or None where it does not say
    adapt       stage, map, emit, set aside, derive, check: `adapt(workbench, raw, edition)`
    """

    dataset: str
    recognises: Callable[[RawFile], bool]
    edition_of: Callable[[RawFile], str | None]
    adapt: Callable[[Workbench, RawFile, str], None]


@lru_cache(maxsize=1)
def all_adapters() -> tuple[Adapter, ...]:
    """Every adapter, by the name of its module."""
    found: list[Adapter] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        own = getattr(loaded, "ADAPTERS", None) or [getattr(loaded, "ADAPTER", None)]
        found.extend(adapter for adapter in own if adapter is not None)
    return tuple(found)


def adapters_for(raw: RawFile) -> tuple[Adapter, ...]:
    """The adapters that recognise a file; one is right, none or several need a word from the person."""
    return tuple(adapter for adapter in all_adapters() if adapter.recognises(raw))
