"""Asks a real worker process one thing and waits for the end of it."""

import os
import subprocess

from planner.office import Office
from planner.office.channel import Better, Message, Progress


def ask_worker(office: Office, number: str, line: bytes) -> Message:
    """Give the last answer to a request."""
    with subprocess.Popen(
        office.planning.worker_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(line)
        worker.stdin.flush()
        try:
            while said := worker.stdout.readline():
                message = office.planning.receive(said)
                if not isinstance(message, Progress | Better):
                    assert message.id == number
                    return message
        finally:
            worker.stdin.close()
            worker.terminate()
    raise AssertionError("the worker ended without an answer")
