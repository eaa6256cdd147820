"""A season: is memory flat over 50,000 submissions, and is the millionth taken in as fast as the first?"""

import os
from pathlib import Path

from config.settings import Settings
from core.blobs import S3Blobs
from tests.bench import ingest, stored
from tests.bench.server import memory_of

SENT, STORED = 50_000, 1_000_000
_CLIENTS = 32


def report(settings: Settings, blobs: S3Blobs, path: str, xml: Path, *, sent: int = SENT, total: int = STORED) -> None:
    """Print memory of the web processes as they go, then the rate when empty and when full, bare rates beside."""
    stored.empty()
    sizes = []
    for _ in range(10):
        ingest.http(settings, path, xml, clients=_CLIENTS, photo=False, count=sent // 10)
        sizes.append(memory_of(os.getpid(), "serve"))
    print(
        f"web memory over {sent} submissions               ratio {sizes[-1] / sizes[1]:5.2f}"
        f" (last tenth to second: {', '.join(f'{size / 1e6:.0f}' for size in sizes)} MB)",
        flush=True,
    )
    stored.empty()
    empty = _rates(settings, blobs, path, xml)
    stored.fill(total)
    full = _rates(settings, blobs, path, xml)
    own, bare = full.rate / empty.rate, full.baseline / empty.baseline
    print(
        f"intake with {total} stored                    ratio {own:5.2f} of the rate when empty"
        f" ({full.rate:.0f}/s to {empty.rate:.0f}/s); bare inserts meanwhile {bare:.2f}"
        f" ({full.baseline:.0f}/s to {empty.baseline:.0f}/s)",
        flush=True,
    )


def _rates(settings: Settings, blobs: S3Blobs, path: str, xml: Path) -> ingest.Ingest:
    return ingest.measure(settings, blobs, path, xml, clients=_CLIENTS, photo=False, count=3200, rounds=5)
