"""Tables of the Observatory: the catalogue of the figures, and what states and the secretariat do with them."""

from convene.observatory.models.catalogue import (
    Dataset,
    Edition,
    Indicator,
    Snapshot,
    Territory,
    TerritoryNote,
)

__all__ = ["Dataset", "Edition", "Indicator", "Snapshot", "Territory", "TerritoryNote"]
