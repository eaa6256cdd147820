"""Both doors of OpenRosa, and who stands at them."""

from typing import Any

from flask import Blueprint, Response, request

from app.auth.phones import PasswordDoor, owner_of_key
from app.openrosa.errors import VersionNotSupported
from app.openrosa.responses import with_protocol_headers
from app.openrosa.smaller import compressed
from app.wiring import deps, own_origin, sign_in_as
from core.actor import Actor

bp = Blueprint("openrosa", __name__, url_prefix="/openrosa")

KEY = "/key/<key>"
"""Second address of every route: the phone's key stands in it."""

_GUARDED = "phone_key"


@bp.url_value_preprocessor
def take_key(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The key is no concern of the views."""
    setattr(request, _GUARDED, (values or {}).pop("key", None))


@bp.before_request
def know_the_phone() -> None:
    version = request.headers.get("X-OpenRosa-Version", "").strip() or "1.0"
    if version.partition(".")[0] != "1":
        raise VersionNotSupported(version=version[:20])
    key = getattr(request, _GUARDED)
    if key is not None:
        _welcome(owner_of_key(key))
        return
    settings = deps().settings
    door = PasswordDoor(deps().nonces, deps().verified, allow_basic=request.is_secure or settings.is_training)
    _welcome(
        door.enter(
            request.headers.get("Authorization"),
            method=request.method,
            target=request_target(),
            address=request.remote_addr or "",
            now=deps().clock(),
        )
    )


def _welcome(actor: Actor) -> None:
    sign_in_as(actor)
    deps().phones_seen.note(actor.id, request.headers.get("User-Agent", ""), at=deps().clock())


def request_target() -> str:
    """Path and query as the phone wrote them; Digest signs exactly that."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if isinstance(raw, str) and raw.startswith("/"):
        return raw
    query = request.query_string.decode("latin-1")
    path = str(request.environ.get("rasoat.path_as_sent", request.environ["PATH_INFO"]))
    path = path.encode("latin-1").decode("utf-8", "replace")  # WSGI holds the bytes of a path as latin-1
    return f"{path}?{query}" if query else path


@bp.after_request
def add_headers(response: Response) -> Response:
    return with_protocol_headers(compressed(response))


def own_address() -> str:
    """The server URL as this phone knows it, with its key: every address handed to it begins so."""
    key = getattr(request, _GUARDED)
    return f"{own_origin()}/openrosa/key/{key}" if key else f"{own_origin()}/openrosa"
