"""`gongkai serve` on an empty folder: sets itself up, becomes well, stops cleanly and leaves nothing running."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from gongkai import embedded
from gongkai.operate.serving import serve
from gongkai.refusals import Refusal


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _health(port: int) -> dict[str, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as unwell:
        return dict(json.load(unwell))
    except (OSError, http.client.HTTPException):
        return {"status": "not yet"}


def test_a_taken_port_is_refused_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Refusal) as refused:
            serve(host="127.0.0.1", port=taken.getsockname()[1], workers=1, tasks=False)
    assert "--port" in str(refused.value)


def test_an_empty_folder_becomes_a_running_instance_and_stops_cleanly(tmp_path: Path) -> None:
    port = _free_port()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DATABASE", "GONGKAI_", "DJANGO"))
    }
    environment["GONGKAI_DATA"] = str(tmp_path)
    command = [sys.executable, "-m", "gongkai", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        until = time.monotonic() + 240
        while (found := _health(port))["status"] != "ok" and server.poll() is None and time.monotonic() < until:
            time.sleep(0.5)
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=60)[0].decode()
    assert found["status"] == "ok", (found, said)
    assert server.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert not embedded.running(tmp_path / "postgres")
