"""Where everything an installation makes lives (CONVENE_HOME), and the secrets generated there."""

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def home_folder() -> Path:
    """The folder of the database, files, cache, keys and index. The page cache asks before Django is loaded."""
    return Path(os.environ.get("CONVENE_HOME") or BASE_DIR / ".convene").expanduser().resolve()


def local_secret(home: Path, name: str) -> str:
    """
    Return the secret called `name`, making it on first use in CONVENE_HOME/keys, readable by the owner only.

    Two processes starting at once agree on one.
    """
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
