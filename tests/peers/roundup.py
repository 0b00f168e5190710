"""A real Roundup tracker on loopback: the classic template on sqlite, served over WSGI by a process of its own.

Its own ``roundup-server`` refuses to run as root, and nobody may be kept from reading the Python of the tests; requests go
through the same handler here.
"""

import base64
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "adminpw"  # the tracker's, on loopback
_SERVER = """
import sys
from wsgiref.simple_server import make_server
from roundup.cgi.wsgi_handler import RequestDispatcher
make_server("127.0.0.1", int(sys.argv[2]), RequestDispatcher(sys.argv[1])).serve_forever()
"""


@dataclass
class Tracker:
    """A tracker; ``ask`` is what a person at the desk does."""

    home: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, body: Mapping[str, object] | None = None, method: str = "GET") -> Any:  # noqa: ANN401 - JSON
        """One request as the administrator."""
        headers = {
            "Authorization": "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode(),
            "X-Requested-With": "rest",
            "Origin": self.url.rstrip("/"),
            "Referer": self.url,
            "Content-Type": "application/json",
        }
        if method == "PATCH":
            headers["If-Match"] = self.ask(path)["@etag"]
        raw = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(f"{self.url}rest/data/{path}", raw, headers, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.loads(answer.read())["data"]

    def issues(self) -> list[dict[str, Any]]:
        """Every issue, as it stands."""
        return [self.ask(f"issue/{one['id']}?@verbose=2")["attributes"] | {"id": one["id"]} for one in self._all("issue")]

    def messages(self, issue: Mapping[str, Any]) -> list[str]:
        """What was said of an issue."""
        return [self.ask(f"msg/{one['id']}")["attributes"]["content"] for one in issue["messages"]]

    def _all(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask(kind)["collection"]
        return found

    def start(self) -> None:
        """Serve."""
        with (self.home.parent / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _SERVER, str(self.home), str(self.port)], stdout=log, stderr=log
            )
        end = time.monotonic() + 60
        while True:
            try:
                self.ask("status")
            except (OSError, urllib.error.URLError):
                assert time.monotonic() < end, (self.home.parent / "log").read_text()
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """Be gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def missing() -> str:
    """Why there can be none; "" where there can."""
    return "" if (Path(sys.executable).parent / "roundup-admin").exists() else "no roundup-admin beside this Python"


@contextmanager
def tracker(folder: Path) -> Iterator[Tracker]:
    """A new tracker, served until the block ends."""
    admin = str(Path(sys.executable).parent / "roundup-admin")
    home = folder / "tracker"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _run(admin, home, "install", "classic", "sqlite")
    config = home / "config.ini"
    text = config.read_text()
    for name, value in (("web", f"http://127.0.0.1:{port}/"), ("domain", "example.com"), ("host", "127.0.0.1")):
        text = re.sub(rf"(?m)^#?{name} = (?:NO DEFAULT|localhost)$", f"{name} = {value}", text)
    text = re.sub(r"(?m)^#?debug = *$", f"debug = {folder / 'mail'}", text)  # what it mails goes into a file
    config.write_text(text)
    _run(admin, home, "initialise", PASSWORD)
    made = Tracker(home, port)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)


def _run(admin: str, home: Path, *words: str) -> None:
    done = subprocess.run([admin, "-i", str(home), *words], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0 or words[0] == "install", done.stdout + done.stderr
