"""Pictures that nobody took: a house as a JPEG of any size in bytes, a scribble as a PNG."""

import struct
import zlib
from collections.abc import Sequence
from random import Random

_Colour = tuple[int, int, int]
_WIDTH, _HEIGHT = 40, 30  # tiles of 8 x 8 pixels
_LONGEST_COMMENT = 65_533


def house_jpeg(chance: Random, *, size: int = 0) -> bytes:
    """A house in flat tiles, 320 x 240, different each time; padded with comments to `size` bytes."""
    picture = _jpeg(_house(chance))
    return _padded(picture, size, chance) if size > len(picture) else picture


def signature_png(chance: Random) -> bytes:
    """A line wandering from left to right, black on white, 200 x 80."""
    width, height = 200, 80
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    y, slope = 40.0, 0.0
    for x in range(20, 180):
        slope = slope * 0.9 + chance.uniform(-1.6, 1.6) + (40 - y) * 0.02
        y = min(max(y + slope, 4.0), 75.0)
        for thick in range(3):
            rows[int(y) + thick][x] = 0
    pixels = b"".join(b"\0" + row for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _png_chunk(*chunk) for chunk in ((b"IHDR", header), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    )


def _png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _house(chance: Random) -> list[list[_Colour]]:
    sky, ground = (160 + chance.randrange(60), 200, 235), (90, 110 + chance.randrange(50), 60)
    wall, roof, door = (_colour(chance, 120), _colour(chance, 60), _colour(chance, 20))
    left, top, wide = chance.randrange(5, 12), chance.randrange(12, 16), chance.randrange(16, 22)
    tiles = [[sky if y < 22 else ground for _ in range(_WIDTH)] for y in range(_HEIGHT)]
    for y in range(top, 25):
        tiles[y][left : left + wide] = [wall] * wide
    for step in range(7):
        length = wide + 4 - 2 * step
        tiles[top - step][left - 2 + step : left - 2 + step + length] = [roof] * max(length, 0)
    at = left + chance.randrange(3, wide - 6)
    for y in range(19, 25):
        tiles[y][at : at + 3] = [door] * 3
    return tiles


def _colour(chance: Random, least: int) -> _Colour:
    return chance.randrange(least, 250), chance.randrange(least, 220), chance.randrange(least, 200)


def _jpeg(tiles: Sequence[Sequence[_Colour]]) -> bytes:
    """Baseline JPEG in which each block of 8 x 8 has one colour: only its mean is coded.

    With all quantizers at 8 the coded number is that mean less 128. Its length in bits (0 to 8) is a code of four
    bits; "nothing more in this block" is a code of one.
    """
    bits: list[str] = []
    before = [0, 0, 0]
    for row in tiles:
        for tile in row:
            for part, mean in enumerate(_ycc(*tile)):
                change, before[part] = mean - before[part], mean
                length = abs(change).bit_length()
                bits.append(f"{length:04b}")
                if length:
                    bits.append(f"{change if change > 0 else change + (1 << length) - 1:0{length}b}")
                bits.append("0")
    stream = "".join(bits)
    stream += "1" * (-len(stream) % 8)
    coded = int(stream, 2).to_bytes(len(stream) // 8, "big").replace(b"\xff", b"\xff\0")
    size = struct.pack(">HH", len(tiles) * 8, len(tiles[0]) * 8)
    return b"".join(
        (
            b"\xff\xd8" + _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            _segment(0xDB, b"\0" + bytes([8] * 64)),
            _segment(0xC0, b"\x08" + size + b"\3\1\x11\0\2\x11\0\3\x11\0"),
            _segment(0xC4, b"\x00" + bytes([0, 0, 0, 9] + [0] * 12) + bytes(range(9))),
            _segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0"),
            _segment(0xDA, b"\3\1\0\2\0\3\0\0\x3f\0") + coded + b"\xff\xd9",
        )
    )


def _ycc(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """Brightness and two differences of colour, each from -128 to 127."""
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(light) - 128, round((blue - light) * 0.564), round((red - light) * 0.713)


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _padded(jpeg: bytes, size: int, chance: Random) -> bytes:
    """Comments behind the first segment; exact, unless fewer than four bytes are missing."""
    missing = size - len(jpeg)
    comments = []
    while missing >= 4:
        length = min(missing - 4, _LONGEST_COMMENT)
        comments.append(_segment(0xFE, chance.randbytes(length)))
        missing -= length + 4
    return jpeg[:20] + b"".join(comments) + jpeg[20:]
