"""Valid input made wrong: bytes turned, cut out, doubled, swapped, and pieces put in that parsers trip over."""

from collections.abc import Sequence
from random import Random

_PIECES = (
    *(
        b"<",
        b">",
        b"&",
        b"&amp;",
        b"&#0;",
        b"&#x110000;",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"<?xml",
        b"<!DOCTYPE x [",
        b"]>",
    ),
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b'"',
        b"'",
        b"=",
        b"/>",
        b"xmlns:a=''",
        b"encoding='utf-16'",
    ),
    *(
        b"\r\n",
        b"\n",
        b"\r\n\r\n",
        b"--",
        b"--b",
        b"--b--",
        b"Content-Disposition: form-data",
        b'; name="x"',
        b";filename*=utf-8''%ff",
    ),
    *(b"Content-Type:", b"a" * 9000, b" " * 300, "ễ".encode(), "\u202e".encode(), b"../../etc/passwd", b"%00"),
)


def mutated(content: bytes, chance: Random) -> bytes:
    """One to eight changes."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        chance.choice(_CHANGES)(found, chance)
    return bytes(found)


def _turn(found: bytearray, chance: Random) -> None:
    if found:
        found[chance.randrange(len(found))] = chance.randrange(256)


def _cut(found: bytearray, chance: Random) -> None:
    begin, end = _span(found, chance)
    del found[begin:end]


def _cut_off(found: bytearray, chance: Random) -> None:
    del found[chance.randint(0, len(found)) :]


def _double(found: bytearray, chance: Random) -> None:
    begin, end = _span(found, chance)
    found[begin:begin] = found[begin:end] * chance.randint(1, 3)


def _move(found: bytearray, chance: Random) -> None:
    begin, end = _span(found, chance)
    piece = found[begin:end]
    del found[begin:end]
    place = chance.randint(0, len(found))
    found[place:place] = piece


def _put_in(found: bytearray, chance: Random) -> None:
    place = chance.randint(0, len(found))
    found[place:place] = chance.choice(_PIECES)


_CHANGES = (_turn, _turn, _cut, _cut_off, _double, _move, _put_in, _put_in, _put_in)


def _span(found: Sequence[int], chance: Random) -> tuple[int, int]:
    begin = chance.randint(0, len(found))
    return begin, min(len(found), begin + chance.choice((1, 4, 30, 300)))
