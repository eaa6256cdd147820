"""What the WSGI server loads: one application per process, from the environment."""

import os

from flask import Flask

from app import logging
from app.processes.child import end_with_parent
from app.web import create_app
from config.settings import Settings


def application() -> Flask:
    """Factory. A worker of the server ends with it, so that none is left on the port."""
    end_with_parent()
    settings = Settings.from_env(os.environ)
    logging.configure(settings.log_format)
    return create_app(settings)
