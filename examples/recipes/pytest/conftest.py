"""One mock for all tests: that at DAILYMOCK_URL, or one that is started here and stopped at the end."""

import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.request

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "report"))


@pytest.fixture(scope="session")
def url(tmp_path_factory):
    if "DAILYMOCK_URL" in os.environ:
        yield os.environ["DAILYMOCK_URL"]
        return
    ready = tmp_path_factory.mktemp("dailymock") / "ready"
    server = subprocess.Popen(["mockserver", "--listen", "127.0.0.1:0", "--ready-file", ready,
                               "--time", "2026-07-01T12:00:00Z"], stderr=subprocess.DEVNULL)
    while not ready.exists():
        assert server.poll() is None, f"mockserver ended with {server.returncode}"
        time.sleep(0.01)
    yield ready.read_text().strip()
    server.terminate()
    server.wait()


class Mock:
    """Controls the mock for one test. The API key is of this test, and so are its reports and its policy."""

    def __init__(self, url, key):
        self.url, self.key = url, key

    def advance(self, by):
        self._control("POST", "clock/advance", {"by": by})

    def policy(self, **policy):
        self._control("PUT", "policy", {"key": self.key, **policy})

    def faults(self, *names):
        self._control("PUT", "faults", {"faults": names})

    def journal(self):
        """Returns the latest requests, as text."""
        entries = self._control("GET", "journal")["entries"][-20:]
        return "\n".join(f"{e['time']} {e['method']} {e['path']} {e['status']}" for e in entries)

    def _control(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/_mock/{path}", data, method=method)) as response:
            return json.load(response)


@pytest.fixture
def mock(url, request):
    mock = Mock(url, f"{request.node.nodeid} {os.getpid()}")
    request.node.mock = mock
    mock.faults()
    yield mock
    mock.faults()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """Adds the journal to the report of a test that failed."""
    report = (yield).get_result()
    if report.failed and hasattr(item, "mock"):
        report.sections.append(("journal", item.mock.journal()))
