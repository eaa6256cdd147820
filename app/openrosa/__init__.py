"""OpenRosa: what ODK Collect speaks. Phones sign in by password (Digest, Basic) or by the key in their address."""

from app.openrosa import downloads, form_list, integrity, submission
from app.openrosa.blueprint import bp
from app.openrosa.responses import refusal_to_phone
from app.openrosa.testing import bp as test_bp

VIEWS = (downloads, form_list, integrity, submission)
"""Modules whose import hangs their views on the blueprint."""

__all__ = ["VIEWS", "bp", "refusal_to_phone", "test_bp"]
