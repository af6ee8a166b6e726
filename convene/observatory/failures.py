"""Why an import stopped. Each names the file, the reason and the next step, and nothing was changed."""

from __future__ import annotations

from collections.abc import Sequence

from convene.core.failures import Failure


class NotImported(Failure):
    """An import was refused. Every edition is served as before."""


class UnknownNames(NotImported):
    """Names or codes that no mapping file has. `names` holds (found, first row, nearest candidates)."""

    def __init__(
        self,
        column: str,
        mapping: str,
        names: Sequence[tuple[str, int, tuple[str, ...]]],
        next_step: str = "",
    ) -> None:
        self.names = tuple(names)
        told = "; ".join(
            f"“{found}” (row {row}; {'nearest: ' + ', '.join(near) if near else 'nothing near'})"
            for found, row, near in self.names[:10]
        )
        more = f"; and {len(self.names) - 10} more" if len(self.names) > 10 else ""
        where = f" to mappings/{mapping}.csv" if mapping else " to the mapping file of this dataset"
        super().__init__(
            f"column {column}",
            f"{len(self.names)} names are not known: {told}{more}",
            next_step or f"Add each{where}, or put the file right. Nothing was guessed.",
        )


class CheckFailed(NotImported):
    """A check that must pass did not."""

    def __init__(self, name: str, found: int, examples: Sequence[str]) -> None:
        super().__init__(
            f"check “{name}”",
            f"{found} rows fail it: {'; '.join(examples[:5])}",
            "Nothing was imported. See whether the file is the one meant, and whole.",
        )
