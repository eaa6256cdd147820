"""Ports of the embedded stores."""

from app.processes import stores


def test_no_port_is_handed_out_twice(monkeypatch):
    drawn = iter([4_001, 4_001, 4_002])

    class Listener:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

        def bind(self, _address):
            return None

        def getsockname(self):
            return ("127.0.0.1", next(drawn))

    monkeypatch.setattr(stores.socket, "socket", Listener)

    assert [stores.free_port(), stores.free_port()] == [4_001, 4_002]
