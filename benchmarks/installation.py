"""A real installation in a temporary folder, served as `make run` serves it, and nginx beside it with the same bytes."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


def refuse_missing_tools() -> None:
    for command, package in (("wrk", "wrk"), ("nginx", "nginx-light")):
        if not find(command):
            sys.exit(
                f"{command} is missing. On Debian or Ubuntu type:\n\n    sudo apt-get install {package}\n"
            )


def find(command: str) -> str | None:
    return shutil.which(command) or shutil.which(command, path="/usr/sbin:/sbin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """CONVENE_HOME in `folder`, with the pack of the Prague Process."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.port = free_port()
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("CONVENE_") and name != "PYTHONDONTWRITEBYTECODE"
        } | {"CONVENE_HOME": str(self.home), "CONVENE_PUBLIC_URL": f"http://localhost:{self.port}"}

    def run(self, *arguments: str, **settings: str) -> str:
        """Run one Python module of the installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE,
            env=self.environment | settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def served(self, command: str = "serve", workers: int = 0, **settings: str):
        """Serve until the block ends. Yields the seconds it took to answer the first page."""
        started = time.monotonic()
        server = subprocess.Popen(
            [sys.executable, "-m", "convene", command, "--port", str(self.port), "--workers", str(workers)],
            cwd=BASE,
            env=self.environment | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.first_answer("/en/", within=180)
            self.server = server
            yield time.monotonic() - started
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)

    def first_answer(self, path: str, within: float) -> None:
        until = time.monotonic() + within
        while time.monotonic() < until:
            try:
                if self.get(path)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        sys.exit(f"No answer at {path} within {within} seconds.")

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """Process ids of the server's workers."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        return [int(child) for child in children if "multiprocessing" not in _command(int(child))]


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text()


def cpu_seconds(process: int) -> float:
    """User and system time of a process with all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def requests_per_second(url: str, seconds: int = 4, connections: int = 32) -> float:
    """What one thread of wrk gets; refuses answers that are no 200."""
    done = subprocess.run(
        [find("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", url],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        sys.exit(f"wrk met errors at {url}:\n{done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


@contextmanager
def nginx(folder: Path, body: bytes, headers: dict[str, str]):
    """nginx with as many workers as cores, answering `body` with the same headers. Yields its address."""
    root = folder / "nginx"
    (root / "www").mkdir(parents=True)
    (root / "www" / "page.html").write_bytes(body)
    port = free_port()
    kept = {"content-security-policy", "permissions-policy", "x-content-type-options", "referrer-policy"}
    added = "\n".join(
        f'add_header {name} "{value}";' for name, value in headers.items() if name.lower() in kept
    )
    (root / "nginx.conf").write_text(
        f"""
        daemon off; pid {root}/pid; error_log {root}/error.log; worker_processes auto;
        events {{ worker_connections 1024; }}
        http {{
          access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
          client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
          uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
          types {{ text/html html; }} open_file_cache max=10;
          server {{ listen 127.0.0.1:{port}; root {root}/www; {added} }}
        }}"""
    )
    (root / "www").chmod(0o755)
    folder.chmod(0o755)
    root.chmod(0o755)
    server = subprocess.Popen([find("nginx"), "-c", str(root / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}/page.html"
    finally:
        server.terminate()
        server.wait(10)
