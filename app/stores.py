"""The two stores of a process: connected from the settings, their indexes and bucket made in one explicit step."""

from app.auth import people
from app.documents import kept
from config.settings import Settings
from core import audit, mongo
from core.blobs import S3Blobs
from core.errors import CannotStart
from form_engine.publishing import repository as forms
from registry import area_changes, areas, duplicates, entities, persons, words_seen
from registry import repository as registry
from review import (
    applications,
    commune_reports,
    complaints,
    corrections,
    photos,
    reminders,
    rescores,
    reverifications,
    stored_rows,
)
from review import repository as review
from submissions import repository as submissions


class StoresNotConfigured(CannotStart):
    """No address of a database or an object store, and nobody started embedded ones."""


def connect(settings: Settings) -> S3Blobs:
    """Connect this process to the database, and return the object store. Waits for neither."""
    if settings.mongodb_uri is None or settings.s3 is None:
        raise StoresNotConfigured("set RASOAT_MONGODB_URI and RASOAT_S3_ENDPOINT, or start all with `rasoat demo`")
    mongo.connect(settings.mongodb_uri, settings.mongodb_database)
    words_seen.forget()
    s3 = settings.s3
    return S3Blobs(endpoint=s3.endpoint, bucket=s3.bucket, access_key=s3.access_key, secret_key=s3.secret_key)


def prepare(blobs: S3Blobs) -> None:
    """Make the bucket and every index that is not there. Safe to run twice."""
    blobs.make_bucket()
    of_the_review = (
        review,
        commune_reports,
        reminders,
        photos,
        applications,
        complaints,
        reverifications,
        corrections,
        stored_rows,
        rescores,
    )
    for place in (
        people,
        registry,
        persons,
        duplicates,
        areas,
        area_changes,
        entities,
        forms,
        submissions,
        *of_the_review,
        kept,
        audit,
    ):
        place.ensure_indexes()
