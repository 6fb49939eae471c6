"""Uploads through a real server: cut off half-way they leave nothing, and twenty need no more memory than one."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.documents.conftest import PASSPORT, PDF, Applicant, noise

MEGABYTE = 1024 * 1024
SERVER = """
import sys
import time_machine
from datetime import datetime
from expressentry import create_app
from gunicorn.app.base import BaseApplication

class Served(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", "127.0.0.1:0")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 4)
        self.cfg.set("post_worker_init", lambda worker: print(worker.pid, *worker.sockets[0].getsockname(), flush=True))
    def load(self):
        time_machine.travel(datetime.fromisoformat(sys.argv[3]), tick=True).start()
        return create_app(
            TESTING=True, INSTANCE_PATH=sys.argv[1], SECRET_KEY="for tests", SQLALCHEMY_DATABASE_URI=sys.argv[2]
        )

Served().run()
"""


class Served:
    """The application behind gunicorn, in a process of its own, with the session of one candidate."""

    def __init__(self, applicant: Applicant, pid: int, port: int) -> None:
        self.applicant, self.pid, self.port = applicant, pid, port
        self.token = applicant.browser.token()
        cookie = applicant.browser.client.get_cookie("session")
        assert cookie is not None
        self._cookie = cookie.value

    def head(self, length: int) -> bytes:
        """The head of an upload of so many bytes."""
        return (
            f"POST /en{self.applicant.path}/{PASSPORT} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Cookie: session={self._cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()

    def body(self, *contents: bytes) -> bytes:
        """The body of an upload."""
        parts = [f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}\r\n'.encode()]
        for number, content in enumerate(contents):
            head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{number}.pdf"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        return b"".join([*parts, b"--x--\r\n"])

    def send(self, data: bytes) -> bytes:
        """Send raw bytes; what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            received = b""
            while piece := connection.recv(65536):
                received += piece
        return received

    def peak(self) -> int:
        """The most memory the server held since the last time this was asked, in bytes."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        assert found is not None
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")
        return int(found[1]) * 1024


@pytest.fixture
def served(applicant: Applicant, database: Path) -> Iterator[Served]:
    command = [sys.executable, "-c", SERVER, str(database.parent), f"sqlite:///{database}", NOW.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pid, _host, port = server.stdout.readline().split()
        yield Served(applicant, int(pid), int(port))
        server.terminate()


def test_an_upload_cut_off_half_way_leaves_nothing(served: Served) -> None:
    body = served.body(noise(3 * MEGABYTE), PDF)
    for sent in (2 * MEGABYTE, len(body) - 10, 100, 0):
        served.send(served.head(len(body)) + body[:sent])
    assert served.applicant.on_disk() == []
    assert served.applicant.documents() == []
    assert b" 303 " in served.send(served.head(len(body)) + body).splitlines()[0]
    assert len(served.applicant.documents()) == len(served.applicant.on_disk()) == 2


def test_a_body_too_large_is_answered_with_a_page(served: Served) -> None:
    """Read to its end, for a browser shows no answer that comes while it still sends."""
    length = 125 * MEGABYTE
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as connection:
        connection.sendall(served.head(length))
        for _ in range(125):
            connection.sendall(bytes(MEGABYTE))
        received = connection.makefile("rb").read()
    assert b" 413 " in received.splitlines()[0]
    assert b"50 files and 120 MB together" in received
    assert served.applicant.on_disk() == []


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is read as Linux tells it")
def test_twenty_files_of_four_megabytes_need_no_more_memory_than_one(served: Served) -> None:
    one = served.body(noise(4 * MEGABYTE, 100))
    assert b" 303 " in served.send(served.head(len(one)) + one).splitlines()[0]
    served.peak()
    assert b" 303 " in served.send(served.head(len(one)) + one).splitlines()[0]
    before = served.peak()
    twenty = served.body(*(noise(4 * MEGABYTE, seed) for seed in range(19)))
    assert b" 303 " in served.send(served.head(len(twenty)) + twenty).splitlines()[0]
    document = served.applicant.documents()[-1]
    address = f"/en{served.applicant.path}/files/{document.id}"
    asked = (
        served.head(0)
        .replace(b"POST", b"GET")
        .replace(f"/en{served.applicant.path}/{PASSPORT}".encode(), address.encode())
    )
    answer = served.send(asked)
    assert answer.endswith(noise(4 * MEGABYTE, 18))
    assert len(served.applicant.documents()) == 20
    after = served.peak()
    assert after - before < 6 * MEGABYTE
