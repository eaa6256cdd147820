"""Do the forms that are out still fit a rule set that somebody corrected?"""

from form_engine.publishing import repository as forms
from form_engine.publishing.repository import Definitions
from form_engine.ruleset_fault import RulesetFault
from form_engine.scoring_fit import faults_of_fit
from form_engine.scoring_sheet import ScoringSheet


def faults_of_forms_out(sheet: ScoringSheet, definitions: Definitions) -> list[RulesetFault]:
    """Of the current versions of the forms that go by its id. Raises StoreUnreachable."""
    return [
        fault.of_form(form.id)
        for form in forms.all_forms()
        if form.ruleset == sheet.id
        for fault in faults_of_fit(form.role, sheet, definitions.of(forms.get_version(form.id, form.current_version)))
    ]
