"""Submissions a second through the whole HTTP path, against bare parse + single durable insert of the same bytes."""

import hashlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from pymongo import MongoClient

from config.settings import Settings
from core.blobs import S3Blobs, put_bytes
from tests.bench.server import cpu_seconds
from tests.system import ROOT

CLIENTS = (1, 8, 32)
PHOTO_BYTES = 300 * 1024


@dataclass(frozen=True, slots=True)
class Ingest:
    """One row of the table. Rates in submissions a second, times in milliseconds, CPU in ms a submission."""

    what: str
    clients: int
    rate: float
    baseline: float
    p50: float
    p99: float
    cpu: dict[str, float]

    def line(self) -> str:
        cpu = ", ".join(f"{name} {used:.2f}" for name, used in sorted(self.cpu.items()))
        return (
            f"{self.what:<22} {self.clients:>3} clients  ratio {self.rate / self.baseline:5.2f}"
            f"  ({self.rate:7.1f}/s to {self.baseline:7.1f}/s)  p50 {self.p50:6.1f} ms  p99 {self.p99:6.1f} ms"
            f"  CPU ms each: {cpu}"
        )


def measure(
    settings: Settings, blobs: S3Blobs, path: str, xml: Path, *, clients: int, photo: bool, count: int, rounds: int = 3
) -> Ingest:
    """Baseline and HTTP path in turn, several rounds; the medians. The same bytes, the same stores, the same number."""
    rates, baselines, latencies, cpus = [], [], [], []
    for _ in range(rounds):
        baselines.append(_bare(settings, blobs, xml.read_bytes(), clients=clients, photo=photo, count=count))
        before, told = cpu_seconds(os.getpid()), http(settings, path, xml, clients=clients, photo=photo, count=count)
        after = cpu_seconds(os.getpid())
        if told["accepted"] != told["done"]:
            raise AssertionError(f"{told['done'] - told['accepted']} of {told['done']} were not accepted")
        rates.append(told["done"] / told["seconds"])
        latencies += told["latencies"]
        cpus.append({name: (after[name] - before.get(name, 0.0)) / told["done"] * 1000 for name in after})
    latencies.sort()
    return Ingest(
        what="with a 300 KB photo" if photo else "60 questions, no photo",
        clients=clients,
        rate=statistics.median(rates),
        baseline=statistics.median(baselines),
        p50=latencies[len(latencies) // 2] * 1000,
        p99=latencies[int(len(latencies) * 0.99)] * 1000,
        cpu={name: statistics.median(one.get(name, 0.0) for one in cpus) for name in cpus[-1]},
    )


def http(settings: Settings, path: str, xml: Path, *, clients: int, photo: bool, count: int) -> dict:
    """Send from a process of their own; what tests/bench/load.py tells."""
    argv = [sys.executable, "-m", "tests.bench.load", "--port", str(settings.port), "--path", path, "--xml", str(xml)]
    argv += ["--clients", str(clients), "--count", str(count)]
    argv += ["--photo-bytes", str(PHOTO_BYTES)] if photo else []
    told = subprocess.run(argv, cwd=ROOT, check=True, capture_output=True)
    return json.loads(told.stdout)


def _bare(settings: Settings, blobs: S3Blobs, xml: bytes, *, clients: int, photo: bool, count: int) -> float:
    """What nobody can do without: parse, (hash and put the photo,) one durable insert each."""
    with MongoClient(settings.mongodb_uri, w="majority", journal=True, maxPoolSize=clients) as mongo:
        place = mongo["bench"]["bare"]

        def one() -> None:
            unique = secrets.token_hex(16)
            content = xml.replace(b"@INSTANCE@", unique.encode())
            root = etree.fromstring(content)
            document = {"_id": unique, "form": root.get("id"), "xml": content}
            if photo:
                body = secrets.token_bytes(64) * (PHOTO_BYTES // 64)
                document["photo"] = put_bytes(blobs, body, content_type="image/jpeg").key
                document["sha256"] = hashlib.sha256(body).hexdigest()
            place.insert_one(document)

        return _rate(one, clients=clients, count=count)


def _rate(work: Callable[[], None], *, clients: int, count: int) -> float:
    turns = iter(range(count))

    def several() -> None:
        for _ in turns:
            work()

    threads = [threading.Thread(target=several) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count / (time.perf_counter() - began)
