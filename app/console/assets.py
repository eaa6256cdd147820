"""The console's own style sheet, script and pictures, under addresses that change with their content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Response, url_for

from app.console.blueprint import bp
from app.wiring import requires
from core.errors import NotFound

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class AssetNotFound(NotFound):
    code = "not_found"


@cache
def _assets() -> dict[str, tuple[str, bytes]]:
    """Name to (short hash, content); read once: a deployed file never changes."""
    found = {one.name: one.read_bytes() for one in _FOLDER.iterdir() if one.suffix in _TYPES}
    return {name: (hashlib.sha256(content).hexdigest()[:10], content) for name, content in found.items()}


def content_of(name: str) -> str:
    """A style sheet as text, for pages that stand alone."""
    return _assets()[name][1].decode()


@bp.app_template_global()
def asset_url(name: str) -> str:
    return url_for("console.asset", version=_assets()[name][0], name=name)


@bp.get("/tinh/<version>/<name>")
@requires("public")
def asset(version: str, name: str) -> Response:
    """A file of the console. Under its current hash it may be kept for a year; under another it is only for now."""
    if name not in _assets():
        raise AssetNotFound()
    current, content = _assets()[name]
    response = Response(content, content_type=_TYPES[Path(name).suffix])
    lasting = "public, max-age=31536000, immutable" if version == current else "no-cache"
    response.headers["Cache-Control"] = lasting
    return response
