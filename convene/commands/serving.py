"""`convene start`, `prepare` and `serve`: from nothing to a running site."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from config.home import BASE_DIR, home_folder
from convene.commands.output import Refused, say

# Threads that run Python in each process. More would wait for the same interpreter lock.
BLOCKING_THREADS = 4


def add_commands(commands) -> None:
    start = commands.add_parser("start", help="prepare what is missing, then serve (what `make run` does)")
    _add_server_options(start)
    start.set_defaults(run=run_start)

    serve = commands.add_parser("serve", help="serve the site as it is, without preparing anything")
    _add_server_options(serve)
    serve.set_defaults(run=run_serve)

    prepare = commands.add_parser(
        "prepare",
        help="bring database, static files and search index up to date; load the pack if there is none",
    )
    prepare.add_argument("--no-pack", action="store_true", help="leave an empty database empty")
    prepare.set_defaults(run=run_prepare)


def _add_server_options(parser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument(
        "--address", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)"
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=0,
        help="server processes (as many as the machine has cores, four at most)",
    )


def run_start(args) -> int:
    _check_port(args.address, args.port)
    _settle_public_address(args.port)
    from convene.commands.preparing import is_prepared

    home = home_folder()
    if not is_prepared(home):
        # In its own process: this one stays small, and the server's processes are its copies.
        done = subprocess.run([sys.executable, "-m", "convene", "prepare"], cwd=BASE_DIR, check=False)
        if done.returncode:
            return done.returncode
    return _serve(args, announce=True)


def run_prepare(args) -> int:
    from convene.commands.preparing import prepare

    prepare(home_folder(), with_pack=not args.no_pack)
    return 0


def run_serve(args) -> int:
    _check_port(args.address, args.port)
    return _serve(args, announce=False)


def _check_port(address: str, port: int) -> None:
    """Refuse a port on which somebody answers: two servers would share it in silence."""
    try:
        with socket.create_connection(("127.0.0.1" if address == "0.0.0.0" else address, port), timeout=1):  # noqa: S104
            pass
    except OSError:
        return
    raise Refused(f"port {port}", "another program is answering there.", f"Type: make run PORT={port + 1}")


def _settle_public_address(port: int) -> None:
    """Links, mails and kept pages carry the public address: all processes must agree on it."""
    os.environ.setdefault("CONVENE_PUBLIC_URL", f"http://localhost:{port}")


def _serve(args, *, announce: bool) -> int:
    os.chdir(BASE_DIR)
    _settle_public_address(args.port)
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "convene.website.front:make_application",
        factory=True,
        address=args.address,
        port=args.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=args.workers or min(os.cpu_count() or 1, 4),
        blocking_threads=BLOCKING_THREADS,
        blocking_threads_idle_timeout=600,  # a thread keeps its database connection
        backlog=2048,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
    )
    if announce:
        threading.Thread(target=_announce, args=(args.port,), daemon=True).start()
    else:
        say(f"Serving at {os.environ['CONVENE_PUBLIC_URL']}")
    server.serve()
    return 0


def _announce(port: int) -> None:
    """Say where the site answers, as soon as it does; then the links for signing in."""
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        except OSError:
            time.sleep(0.05)
    home = home_folder()
    shown = Path(os.path.relpath(home)) if home.is_relative_to(Path.cwd()) else home
    say(f"\nConvene answers at {os.environ['CONVENE_PUBLIC_URL']}/   (data in {shown}; Ctrl+C stops it)")
    if os.environ.get("CONVENE_ENV", "local") != "production":
        subprocess.run([sys.executable, "-m", "convene", "user", "links"], cwd=BASE_DIR, check=False)
