"""A submission as multipart bodies, byte for byte as ODK Collect writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_MOST_FILES = 100
_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "csv": "text/csv",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "enc": "application/octet-stream",
}


@dataclass(frozen=True, slots=True)
class Body:
    content_type: str
    content: bytes


def bodies(xml: bytes, xml_name: str, attachments: Mapping[str, bytes], *, limit: int, boundary: str) -> Iterator[Body]:
    """One body, or several when the files exceed `limit` bytes: each with the XML, all but the last marked."""
    waiting = list(attachments.items())
    while True:
        parts = [_file_part("xml_submission_file", xml_name, "text/xml", xml)]
        size, files = len(xml), 0
        while waiting and (files == 0 or (files < _MOST_FILES and size + len(waiting[0][1]) <= limit)):
            name, content = waiting.pop(0)
            parts.append(_file_part(name, name, _type_of(name), content))
            size, files = size + len(content), files + 1
        if waiting:
            parts.append(_part('form-data; name="*isIncomplete*"', None, b"yes"))
        lines = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts)
        yield Body(f"multipart/form-data; boundary={boundary}", b"%s--%s--\r\n" % (lines, boundary.encode()))
        if not waiting:
            return


def _file_part(name: str, filename: str, content_type: str, content: bytes) -> bytes:
    return _part(f'form-data; name="{_quoted(name)}"; filename="{_quoted(filename)}"', content_type, content)


def _part(disposition: str, content_type: str | None, content: bytes) -> bytes:
    headers = f"Content-Disposition: {disposition}\r\n"
    if content_type is not None:
        headers += f"Content-Type: {content_type}\r\n"
    return f"{headers}Content-Length: {len(content)}\r\n\r\n".encode() + content


def _quoted(name: str) -> str:
    return name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")


def _type_of(name: str) -> str:
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
