"""`make check`: everything that can be said about the code without running the site. Each check is one command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent

# A production installation as its operator would set it up; only the names matter, nothing is started.
PRODUCTION = {
    "CONVENE_ENV": "production",
    "CONVENE_SECRET_KEY": "checked-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "CONVENE_ALLOWED_HOSTS": "dialogue.example",
    "CONVENE_PUBLIC_URL": "https://dialogue.example",
}

CHECKS = [
    ("code style", [BIN / "ruff", "check", "--quiet", "."], {}),
    ("layout of code", [BIN / "ruff", "format", "--check", "--quiet", "."], {}),
    ("order of the parts", [BIN / "lint-imports", "--no-cache"], {}),
    ("Django's own checks", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"], {}),
    ("safe in production", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("migrations written", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("foundation of a new database", [PYTHON, "-m", "tools.foundation", "--check"], {}),
    ("translations", [PYTHON, "-m", "convene", "messages", "report"], {}),
    (
        "data packs",
        [PYTHON, "-m", "convene", "pack", "check", "packs/prague_process", "packs/demo_dialogue"],
        {},
    ),
    ("reference of commands", [PYTHON, "-m", "convene", "reference", "--check"], {}),
    (
        "architecture and documentation",
        [
            PYTHON,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "tests/test_architecture.py",
            "tests/test_docs.py",
        ],
        {},
    ),
]


def main() -> int:
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, code, output, seconds in pool.map(_run, CHECKS):
            print(f"{'ok  ' if code == 0 else 'FAIL'}  {name} ({seconds:.1f} s)")
            if code:
                failed.append(name)
                print(_indented(output))
            elif name in ("translations", "data packs"):
                print(_indented(output))
    print(
        f"\n{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed."
        + (f" Failed: {', '.join(failed)}." if failed else "")
    )
    return 1 if failed else 0


def _run(check) -> tuple[str, int, str, float]:
    name, command, settings = check
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=BASE,
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    if name == "order of the parts":
        output = _with_files(output)
    return name, done.returncode, output, time.monotonic() - started


def _with_files(output: str) -> str:
    """Of import-linter's report only the broken imports, each with the file and line where it stands."""
    lines = (
        output[output.find("Broken contracts") :].splitlines() if "Broken contracts" in output else [output]
    )
    shown = []
    for line in lines:
        found = re.match(r"-?\s+(?:- )?([\w.]+) -> ([\w.]+) \(l\.(\d+)", line) or re.match(
            r"- ([\w.]+) -> ([\w.]+) \(l\.(\d+)", line
        )
        shown.append(f"{_file_of(found[1])}:{found[3]}: imports {found[2]}" if found else line)
    return "\n".join(line for line in shown if line.strip(" -"))


def _file_of(module: str) -> str:
    path = Path(*module.split("."))
    return str(path / "__init__.py") if (BASE / path).is_dir() else f"{path}.py"


def _indented(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.rstrip().splitlines())


if __name__ == "__main__":
    sys.exit(main())
