"""Form list and manifest: what an unchanged answer costs, how much less a conditional one, and that neither grows.

The baseline is /healthz on the same kept-alive line in the same round: what any answer of the server costs.
"""

import http.client
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from app.training import commune
from config.settings import Settings
from core.actor import SYSTEM
from core.blobs import S3Blobs
from core.clock import utc_now
from core.ids import id_from
from form_engine.publishing.actions import FormSource, publish_version
from registry import repository as registry
from registry.models import Household

FORMS = 200
HOUSEHOLDS = 5_000
_ROUNDS, _EACH = 5, 40


@dataclass(frozen=True, slots=True)
class Cost:
    """Median milliseconds of one answer; `status` and `size` of the last."""

    ms: float
    status: int
    size: int


def publish_many(blobs: S3Blobs, count: int = FORMS) -> None:
    """So many small forms that every enumerator may fill."""
    for number in range(count):
        lines = ["| survey |", "| | type | name | label |", "| | text | note | Note |", "| settings |"]
        lines += ["| | form_id | version |", f"| | list{number:03d} | 1 |"]
        source = FormSource("\n".join(lines).encode(), f"list{number:03d}.md", "other", ("enumerator",))
        publish_version(source, by=SYSTEM, blobs=blobs, clock=utc_now)


def register_many(village: str, count: int = HOUSEHOLDS) -> None:
    """So many households of one village, straight into the register."""
    template = registry.households_within(village, seen_by=SYSTEM)[0].to_mongo().to_dict()
    rows = [
        {**template, "_id": id_from("bench household", village, str(number)), "code": f"{number:05d}"}
        for number in range(count)
    ]
    Household._get_collection().insert_many(rows, ordered=False)
    registry.mark_changed([village])


def manifest_path(settings: Settings, door: str) -> str:
    """The manifest of Phiếu B."""
    line = http.client.HTTPConnection("127.0.0.1", settings.port)
    line.request("GET", f"{door}/formList?formID=phieu_b")
    found = etree.fromstring(line.getresponse().read()).find(".//{*}manifestUrl")
    return urlsplit(found.text).path


def costs(settings: Settings, *paths: str) -> dict[str, tuple[Cost, Cost]]:
    """For each path: the whole answer, and the conditional one. Taken in turn with each other."""
    line = http.client.HTTPConnection("127.0.0.1", settings.port)
    tags = {path: _get(line, path)[2] for path in paths}
    taken: dict[tuple[str, bool], list[float]] = {}
    last: dict[tuple[str, bool], tuple[int, int]] = {}
    for _ in range(_ROUNDS):
        for path in paths:
            for conditional in (False, True):
                headers = {"If-None-Match": tags[path]} if conditional and tags[path] else {}
                for _ in range(_EACH):
                    began = time.perf_counter()
                    status, size, _tag = _get(line, path, headers)
                    taken.setdefault((path, conditional), []).append((time.perf_counter() - began) * 1000)
                last[path, conditional] = status, size

    def cost(path: str, conditional: bool) -> Cost:
        return Cost(statistics.median(taken[path, conditional]), *last[path, conditional])

    return {path: (cost(path, False), cost(path, True)) for path in paths}


def _get(line: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None) -> tuple[int, int, str]:
    line.request("GET", path, headers=headers or {})
    answer = line.getresponse()
    body = answer.read()
    return answer.status, len(body), answer.headers.get("ETag", "")


def report(settings: Settings, door: str, title: str) -> None:
    """Print what list and manifest cost now."""
    form_list, manifest = f"{door}/formList", manifest_path(settings, door)
    found = costs(settings, "/healthz", form_list, manifest)
    base = found["/healthz"][0].ms
    for name, path in (("form list", form_list), ("manifest", manifest)):
        whole, conditional = found[path]
        print(
            f"{name + ', ' + title:<44} {whole.ms / base:5.1f} x /healthz ({whole.ms:.1f} ms, {whole.size} bytes);"
            f" conditional {conditional.status}: {conditional.ms / base:5.1f} x ({conditional.ms:.1f} ms)",
            flush=True,
        )


def prepare(blobs: S3Blobs) -> None:
    publish_many(blobs)
    register_many(commune.VILLAGES[0][0])
