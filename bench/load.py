"""Open arrivals: each user sends one request a second, at its time, whether or not the one before has come back."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Latencies of one page in milliseconds, counted from the moment the request was due."""

    path: str
    requests: int
    failed: int
    p50_ms: float
    p95_ms: float


def ask(port: int, path: str, cookie: str) -> tuple[int, float]:
    """Ask for the page on a connection of its own. Return the status, 0 when no answer came, and the server's own milliseconds."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}", "Host": "127.0.0.1"})
        response = connection.getresponse()
        response.read()
        connection.close()
    except OSError:
        return 0, 0.0
    return response.status, float(response.headers.get("X-Bench-Work", 0))


def measure(port: int, path: str, cookies: list[str], *, seconds: int = 12, warm: int = 3) -> Timing:
    """Load one page: one user a cookie, one request a second each, spread over the second."""
    results: list[tuple[float, float, int]] = []
    lock = threading.Lock()
    start = time.perf_counter() + 0.2

    def one(due: float, cookie: str) -> None:
        status, _work = ask(port, path, cookie)
        with lock:
            results.append((due - start, (time.perf_counter() - due) * 1000, status))

    threads = []
    for second in range(warm + seconds):
        for number, cookie in enumerate(cookies):
            due = start + second + number / len(cookies)
            time.sleep(max(0.0, due - time.perf_counter()))
            thread = threading.Thread(target=one, args=(due, cookie))
            thread.start()
            threads.append(thread)
    for thread in threads:
        thread.join()
    kept = sorted(ms for due, ms, status in results if due >= warm and status == 200)
    failed = sum(1 for due, _ms, status in results if due >= warm and status != 200)
    if not kept:
        return Timing(path, 0, failed, float("nan"), float("nan"))
    return Timing(path, len(kept), failed, statistics.median(kept), kept[max(0, round(0.95 * len(kept)) - 1)])
