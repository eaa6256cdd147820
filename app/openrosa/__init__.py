"""OpenRosa: what ODK Collect speaks. Phones sign in by password (Digest, Basic) or by the key in their address."""

from app.openrosa.blueprint import bp
from app.openrosa.responses import refusal_to_phone

__all__ = ["bp", "refusal_to_phone"]
