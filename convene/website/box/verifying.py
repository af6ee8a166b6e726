"""Whether a box is as it was made: every file by its checksum, the list of files by its signature."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from convene.core.failures import Failure
from convene.website.box import signing
from convene.website.box.making import FORMAT, KEY, MANIFEST, SIGNATURE

_LARGEST = 2 * 1024**3  # bytes unpacked: nothing larger was ever a box


class BoxIsNotGenuine(Failure):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(str(path), reason, "Do not rely on it; ask for the box again where it is published.")


@dataclass(frozen=True)
class Verified:
    dialogue: str
    record_version: int
    day: str
    files: int
    fingerprint: str
    is_our_own: bool  # signed with this installation's key

    def __str__(self) -> str:
        whose = "this installation's own key" if self.is_our_own else "a key that is not this installation's"
        return (
            f"Genuine: {self.dialogue}, record version {self.record_version} of {self.day}, {self.files} files, "
            f"signed with {whose}. Fingerprint: {self.fingerprint}"
        )


def verify(path: Path | str) -> Verified:
    """
    Check a box and return what it is. Raises BoxIsNotGenuine.

    Whoever changes a box can sign it anew with a key of their own: compare the fingerprint with the one
    that the publisher shows, unless `is_our_own`.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _verified(path, archive)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError) as error:
        raise BoxIsNotGenuine(path, f"this is not a box, or it is damaged ({error})") from error


def _verified(path: Path, archive: zipfile.ZipFile) -> Verified:
    members = archive.infolist()
    names = [member.filename for member in members]
    if sum(member.file_size for member in members) > _LARGEST or len(set(names)) != len(names):
        raise BoxIsNotGenuine(path, "it is larger than any box, or names a file twice")
    missing = {MANIFEST, SIGNATURE, KEY} - set(names)
    if missing:
        raise BoxIsNotGenuine(path, f"{', '.join(sorted(missing))} is missing")
    manifest = archive.read(MANIFEST)
    public_key = archive.read(KEY).decode()
    if not signing.is_signed(manifest, archive.read(SIGNATURE).decode().strip(), public_key):
        raise BoxIsNotGenuine(path, "the signature does not fit manifest.json")
    told = json.loads(manifest)
    if told["format"] != FORMAT:
        raise BoxIsNotGenuine(path, f"it is of the unknown format {told['format']!r}")
    listed = told["files"]
    strange = sorted((set(names) - {MANIFEST, SIGNATURE}) ^ set(listed))
    if strange:
        raise BoxIsNotGenuine(path, f"files were added or taken out: {', '.join(strange[:5])}")
    for name, about in listed.items():
        if hashlib.sha256(archive.read(name)).hexdigest() != about["sha256"]:
            raise BoxIsNotGenuine(path, f"{name} was changed")
    return Verified(
        dialogue=told["dialogue"],
        record_version=told["record_version"],
        day=told["day"],
        files=len(listed),
        fingerprint=signing.fingerprint(public_key),
        is_our_own=signing.can_sign() and public_key == signing.own_public_key(),
    )
