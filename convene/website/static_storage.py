"""How static files are collected: under names with a hash, compressed with care where it pays."""

from __future__ import annotations

import gzip
import re

import brotli
from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

_HASHED = re.compile(r"\.[0-9a-f]{12}\.[A-Za-z0-9]+\Z")
_PUBLIC_PAGES = re.compile(r"/(?:ui|registry|website|search|repository|dialogue|plan)/")


class QuickCompressor(Compressor):
    """
    The files of public pages as small as they get; those of the back office quickly.

    Nearly all bytes belong to the back office. Their best compression would take ten seconds of the
    first start, to save its few users some kilobytes once.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._careful = Compressor(*args, **kwargs)

    def compress(self, path):
        return self._careful.compress(path) if _PUBLIC_PAGES.search(path) else super().compress(path)

    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=4)

    @staticmethod
    def compress_gzip(data):
        return gzip.compress(data, compresslevel=4, mtime=0)


def read_collected_names() -> None:
    """
    Learn the names under which another process has just collected the files.

    Whatever asked for a name while it was still collecting left the names of before in this process:
    pages rendered ahead would ask for style sheets that are not there.
    """
    from convene.ui.environment import static

    if hasattr(staticfiles_storage, "load_manifest"):
        staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = (
            staticfiles_storage.load_manifest()
        )
    static.cache_clear()


class CollectedStaticFiles(CompressedManifestStaticFilesStorage):
    manifest_strict = False

    def stored_name(self, name):
        """The name with its hash. A file that is not there is a missing picture, not a broken page."""
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    def create_compressor(self, **kwargs):
        return QuickCompressor(**kwargs)

    def compress_files(self, paths):
        """Only names with a hash: pages ask for no others."""
        return super().compress_files([path for path in paths if _HASHED.search(path)])
