"""What can be done with a pack: check it, compare it, load it, export the record, tidy its files."""

from convene.packs.checking import check
from convene.packs.exporting import export, format_pack
from convene.packs.loading import diff, load

__all__ = ["check", "diff", "export", "format_pack", "load"]
