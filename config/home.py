"""Secrets of a local installation: generated once, readable by the owner only, kept in CONVENE_HOME/keys."""

import os
import secrets
from pathlib import Path


def local_secret(home: Path, name: str) -> str:
    """Return the secret called `name`, making it on first use. Two processes starting at once agree on one."""
    folder = home / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
