"""32 phones send 5 MB each over slow lines: how long does somebody else wait for his form list meanwhile?"""

import http.client
import secrets
import socket
import statistics
import threading
import time
from pathlib import Path

from config.settings import Settings

_PHONES = 32
_PHOTO = 5_000_000
_PIECE = 16 * 1024
_SECONDS = 15.0
"""What one phone takes for its photo."""


def report(settings: Settings, door: str, xml: Path) -> None:
    """Print the median of the form list alone and among slow uploads."""
    alone = _median(settings, f"{door}/formList", seconds=3.0)
    statuses: list[int] = []
    threads = [threading.Thread(target=_send_slowly, args=(settings, door, xml, statuses)) for _ in range(_PHONES)]
    for thread in threads:
        thread.start()
    among = _median(settings, f"{door}/formList", seconds=_SECONDS * 0.8)
    for thread in threads:
        thread.join()
    accepted = sum(status == 201 for status in statuses)
    print(
        f"form list among {_PHONES} slow uploads of 5 MB      {among / alone:5.2f} x the time alone"
        f" ({among:.1f} ms to {alone:.1f} ms); {accepted} of {_PHONES} accepted",
        flush=True,
    )


def _median(settings: Settings, path: str, *, seconds: float) -> float:
    line = http.client.HTTPConnection("127.0.0.1", settings.port)
    taken, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        line.request("GET", path)
        line.getresponse().read()
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(0.02)
    return statistics.median(taken)


def _send_slowly(settings: Settings, door: str, xml: Path, statuses: list[int]) -> None:
    unique = secrets.token_hex(16)
    content = xml.read_bytes().replace(b"@INSTANCE@", f"uuid:{unique}".encode()).replace(b"@PHOTO@", b"a.jpg")
    head = "--b\r\nContent-Disposition: form-data; name={0}; filename={0}\r\nContent-Type: {1}\r\n\r\n"
    first = head.format("xml_submission_file", "text/xml").encode() + content + b"\r\n"
    first += head.format("a.jpg", "image/jpeg").encode()
    last = b"\r\n--b--\r\n"
    with socket.create_connection(("127.0.0.1", settings.port)) as line:
        length = len(first) + _PHOTO + len(last)
        line.sendall(
            f"POST {door}/submission HTTP/1.1\r\nHost: bench\r\nX-OpenRosa-Version: 1.0\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        line.sendall(first)
        photo = secrets.token_bytes(_PIECE)
        for sent in range(0, _PHOTO, _PIECE):
            line.sendall(photo[: min(_PIECE, _PHOTO - sent)])
            time.sleep(_SECONDS * _PIECE / _PHOTO)
        line.sendall(last)
        answer = line.recv(65536)
        statuses.append(int(answer[9:12]))
