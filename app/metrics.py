"""What /metrics tells. Counts and seconds by form and outcome; never by person.

Where PROMETHEUS_MULTIPROC_DIR names a folder, every process of the machine that shares it counts there, and each of
them tells the sum; else each tells its own counts.
"""

import os

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

RECEIVED = Counter("rasoat_submissions_received_total", "Submissions acknowledged", ("form", "created"))
RECEIVING_SECONDS = Histogram("rasoat_submission_receiving_seconds", "From the first byte read to the acknowledgement")
REQUESTS = Counter("rasoat_requests_total", "Requests answered", ("part", "status"))
PROCESSED = Counter("rasoat_submissions_processed_total", "Submissions processed by the worker", ("outcome",))
WAITING = Gauge("rasoat_submissions_waiting", "Submissions that wait for the worker", multiprocess_mode="mostrecent")


def exposition() -> bytes:
    """All of it, in Prometheus's text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)
