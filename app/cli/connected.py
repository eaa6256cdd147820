"""Commands that look into the stores: of the environment, else of the system that runs on the data folder."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app import logging, stores
from app.processes import running
from config.settings import Settings
from core.blobs import S3Blobs


def settings_of_command(*, or_else: Mapping[str, str] = MappingProxyType({})) -> Settings:
    """From the environment. Without a database in it, as `make run` or `rasoat demo` told in RASOAT_DATA_DIR.

    or_else: what to take when neither says it. Raises UnsafeSettings.
    """
    given = {name: value for name, value in os.environ.items() if value.strip()}
    if "RASOAT_MONGODB_URI" in given:
        return Settings.from_env({**or_else, **given})
    told = running.environment(Path(given.get("RASOAT_DATA_DIR", "var")).absolute())
    return Settings.from_env({**or_else, **told, **given})


def connect() -> S3Blobs:
    """Connect this process to the database, log as the settings say, and return the object store.

    Raises UnsafeSettings, StoresNotConfigured.
    """
    named = bool(os.environ.get("RASOAT_MONGODB_URI", "").strip())
    settings = settings_of_command(or_else={} if named else {"RASOAT_ENV": "training"})
    if settings.mongodb_uri is None:
        raise stores.StoresNotConfigured(
            f"nothing runs on {settings.data_dir} (RASOAT_DATA_DIR); start `make run` there, or set RASOAT_MONGODB_URI"
        )
    logging.configure(settings.log_format)
    return stores.connect(settings)
