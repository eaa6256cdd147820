"""Load from outside: client threads that send prepared requests over kept-alive connections and time each."""

import argparse
import json
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

_HEAD = (
    "POST {path} HTTP/1.1\r\nHost: bench\r\nX-OpenRosa-Version: 1.0\r\n"
    "Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {length}\r\n\r\n"
)


def main() -> None:
    """Send `--count` submissions from `--clients` threads; print seconds of each and statuses as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--xml", type=Path, required=True)
    parser.add_argument("--photo-bytes", type=int, default=0)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    given = parser.parse_args()
    template = given.xml.read_bytes()
    turns = iter(range(given.count))
    results: list[tuple[float, int]] = []
    threads = [threading.Thread(target=_client, args=(given, template, turns, results)) for _ in range(given.clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    json.dump(
        {
            "seconds": seconds,
            "done": len(results),
            "accepted": sum(status == 201 for _, status in results),
            "latencies": sorted(latency for latency, _ in results),
        },
        sys.stdout,
    )


def _client(given: argparse.Namespace, template: bytes, turns: Iterator[int], results: list[tuple[float, int]]) -> None:
    """Send while a turn is left: all clients are at work to the end, whichever process they met."""
    with socket.create_connection(("127.0.0.1", given.port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in turns:
            request = _request(given, template)
            began = time.perf_counter()
            line.sendall(request)
            status = _status(line)
            results.append((time.perf_counter() - began, status))


def _request(given: argparse.Namespace, template: bytes) -> bytes:
    unique = secrets.token_hex(16)
    boundary = f"b{unique}"
    xml = template.replace(b"@INSTANCE@", f"uuid:{unique}".encode()).replace(b"@PHOTO@", f"{unique}.jpg".encode())
    parts = [_part(boundary, "xml_submission_file", "form.xml", "text/xml", xml)]
    if given.photo_bytes:
        photo = secrets.token_bytes(64) * (given.photo_bytes // 64)
        parts.append(_part(boundary, f"{unique}.jpg", f"{unique}.jpg", "image/jpeg", photo))
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return _HEAD.format(path=given.path, boundary=boundary, length=len(body)).encode() + body


def _part(boundary: str, name: str, filename: str, kind: str, content: bytes) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
    return f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"


def _status(line: socket.socket) -> int:
    """Read one answer to its end; its status."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(65536)
    head, _, rest = got.partition(b"\r\n\r\n")
    length = next(int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:"))
    while len(rest) < length:
        rest += line.recv(65536)
    return int(head[9:12])


if __name__ == "__main__":
    main()
