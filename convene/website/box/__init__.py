"""
The dialogue in a box: the whole public record as one signed archive of plain files.

It opens without a server (index.html), holds every list as CSV and JSON and the record as a pack, and says
by checksums and a signature that nothing was changed since. The same record version on the same day gives
the same bytes. Nothing restricted and nothing about persons is in it: it holds what public pages show.
"""

from convene.website.box.making import make
from convene.website.box.verifying import BoxIsNotGenuine, Verified, verify

__all__ = ["BoxIsNotGenuine", "Verified", "make", "verify"]
