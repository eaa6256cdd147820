"""A bad line: passes bytes between phone and server and cuts every other connection somewhere on the way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random


class CuttingLine:
    """Listens on `port`. On the way up it cuts within a request, on the way down before the answer arrives."""

    def __init__(self, to_port: int, chance: Random) -> None:
        self._to = to_port
        self._chance = chance
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0

    def run(self) -> None:
        with suppress(OSError):  # the listener was closed: the end
            while True:
                phone, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _carry(self, phone: socket.socket) -> None:
        how = self._chance.choice(("whole", "whole", "up", "down"))
        up = self._chance.randrange(1, 60_000) if how == "up" else None
        down = self._chance.randrange(0, 200) if how == "down" else None
        self.cuts += how != "whole"
        with suppress(ConnectionRefusedError), phone, socket.create_connection(("127.0.0.1", self._to)) as server:
            back = threading.Thread(target=_pass_on, args=(server, phone, down), daemon=True)
            back.start()
            _pass_on(phone, server, up)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket, most: int | None) -> None:
    """Until the source ends or so many bytes went through; then both ends are shut."""
    left = most
    with suppress(OSError):
        while left is None or left > 0:
            piece = source.recv(65536 if left is None else min(65536, left))
            if not piece:
                break
            target.sendall(piece)
            left = None if left is None else left - len(piece)
    for one in (source, target):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def a_bad_line(to_port: int, seed: int) -> Iterator[CuttingLine]:
    line = CuttingLine(to_port, Random(seed))
    thread = threading.Thread(target=line.run, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.close()
        thread.join(5)
