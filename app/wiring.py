"""What a request needs: its dependencies, who asks, and whether he may. The only place that asks Flask for its app."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request  # noqa: TID251

from app.auth.errors import NotSignedIn, PermissionMissing
from app.auth.http_digest import Nonces
from app.auth.passwords import Verified
from app.auth.permissions import PUBLIC, may
from app.auth.phones_seen import PhonesSeen
from app.reception import Reception
from config.settings import Settings
from core.actor import Actor
from core.blobs import Blobs
from core.clock import Clock, local_day
from form_engine.publishing.repository import Definitions

View = TypeVar("View", bound=Callable[..., Any])

_EXTENSION = "rasoat"


@dataclass(frozen=True, slots=True)
class Deps:
    """Made once per process in create_app."""

    settings: Settings
    clock: Clock
    blobs: Blobs
    definitions: Definitions
    nonces: Nonces
    reception: Reception
    phones_seen: PhonesSeen = field(default_factory=PhonesSeen)
    verified: Verified = field(default_factory=Verified)

    @classmethod
    def of(cls, settings: Settings, blobs: Blobs, clock: Clock) -> "Deps":
        """With nothing seen yet: no nonce, no phone, no password."""
        nonces, reception = Nonces(settings.secret_key), Reception(settings.web_threads)
        return cls(settings, clock, blobs, Definitions(blobs), nonces, reception)


def install(app: Flask, deps: Deps) -> None:
    app.extensions[_EXTENSION] = deps


def deps() -> Deps:
    return cast(Deps, current_app.extensions[_EXTENSION])


def today() -> date:
    """The day in Viet Nam."""
    return local_day(deps().clock())


def own_origin() -> str:
    """Scheme, host and port that addresses handed out begin with: the configured ones; in training, where none are,
    those by which this request came."""
    settings = deps().settings
    return settings.base_url if settings.has_fixed_address else request.host_url.rstrip("/")


def sign_in_as(actor: Actor | None) -> None:
    """Say who asks, for the rest of this request."""
    g.actor = actor


def maybe_actor() -> Actor | None:
    return cast("Actor | None", g.get("actor"))


def current_actor() -> Actor:
    """Raises NotSignedIn when nobody is known to ask."""
    actor = maybe_actor()
    if actor is None:
        raise NotSignedIn()
    return actor


def requires(permission: str) -> Callable[[View], View]:
    """Guard a view. A test walks all routes and fails when one is not guarded."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if permission != PUBLIC and not may(current_actor(), permission):
                raise PermissionMissing(permission=permission)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return guard
