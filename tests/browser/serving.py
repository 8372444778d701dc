"""The application behind a real port, for a real browser."""
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore

from consult import clock


@dataclass
class Time:
    """What time it is for the pages; a test may move it between two clicks."""

    now: datetime


@contextmanager
def served(app: Flask, time: Time) -> Iterator[str]:
    """Serve the application from a thread for as long as the block lasts: its address, without the last slash."""

    def at_that_time(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        with clock.at(time.now):
            return app(environ, start_response)

    server = create_server(at_that_time, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, name="waitress")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join()
        server.task_dispatcher.shutdown()
