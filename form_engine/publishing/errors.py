"""Refusals about published forms."""

from core.errors import Conflict, InvalidInput, NotFound


class FormNotFound(NotFound):
    code = "forms.not_found"


class FormFileNotFound(NotFound):
    code = "forms.file_not_found"


class DraftNotFound(NotFound):
    """Nobody's test address: the draft was published or discarded, or never was."""

    code = "forms.draft_not_found"


class FormClosed(Conflict):
    code = "forms.closed"


class VersionExists(Conflict):
    """Published versions never change: another content needs another version."""

    code = "forms.version_exists"


class MediaMissing(InvalidInput):
    code = "forms.media_missing"


class EntityListNameTaken(Conflict):
    """A phone knows a list by its name alone: one name can't be an entity list and a file. Facts: name."""

    code = "forms.entity_list_name_taken"


class EntityListNotFound(NotFound):
    code = "forms.entity_list_not_found"
