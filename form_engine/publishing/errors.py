"""Refusals about published forms."""

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken


class FormNotFound(NotFound):
    code = "forms.not_found"


class VersionNotFound(FormNotFound):
    """The form is here, and has no such version. Facts: form_id, version."""

    code = "forms.version_not_found"


class NothingTried(FormNotFound):
    """The form has no draft, or not one of this version. Facts: form_id."""

    code = "forms.nothing_tried"


class TrialNotFound(NotFound):
    """Nothing of this id was sent to the draft, or it made place for later ones. Facts: form_id."""

    code = "forms.trial_not_found"


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


class VersionWaiting(Conflict):
    """Another version waits for its day, and would never be offered. Facts: form_id, version, waiting, day."""

    code = "forms.version_waiting"


class MediaMissing(InvalidInput):
    code = "forms.media_missing"


class EntityListNameTaken(Conflict):
    """A phone knows a list by its name alone: one name can't be an entity list and a file. Facts: name."""

    code = "forms.entity_list_name_taken"


class EntityListNotFound(NotFound):
    code = "forms.entity_list_not_found"


class FormRetired(Conflict):
    """A retired form stays so."""

    code = "forms.retired"


class FormStillTaken(Conflict):
    """Only a form that is closed already can be retired."""

    code = "forms.still_taken"


class ChangeBreaksData(RuleBroken):
    """Facts: `count`, `details`: what of the stored answers, or of the rule set, the new version would break."""

    code = "forms.change_breaks_data"


class ReasonMissing(InvalidInput):
    """What breaks stored data is published with a reason only."""

    code = "forms.reason_missing"


class DayInThePast(InvalidInput):
    code = "forms.day_in_the_past"


class NobodyFills(InvalidInput):
    """Published to no role, a form reaches no phone."""

    code = "forms.nobody_fills"
