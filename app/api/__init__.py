"""The project's REST API (contract: /api/v1). One resource a file, its schemas above it."""

from app.api.install import install
from app.api.responses import refusal_to_program

__all__ = ["install", "refusal_to_program"]
