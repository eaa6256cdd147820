"""The console: pages for people, Vietnamese first. Real addresses, posts that redirect, nothing that needs a script."""

from app.console import (
    appraisal,
    assets,
    cases,
    commune,
    corrections,
    decision,
    decrypt,
    enrol,
    entities,
    explanation,
    explanations,
    form_changes,
    form_draft,
    form_page,
    forms,
    home,
    jobs,
    meeting,
    phones,
    posting,
    queue,
    rulesets,
    sign_in,
    simulation,
    submissions,
    village,
)
from app.console.blueprint import bp
from app.console.refusals import page_of_refusal

VIEWS = (
    appraisal,
    assets,
    cases,
    commune,
    corrections,
    decision,
    decrypt,
    enrol,
    entities,
    explanation,
    explanations,
    form_changes,
    form_draft,
    form_page,
    forms,
    home,
    jobs,
    meeting,
    phones,
    posting,
    queue,
    rulesets,
    sign_in,
    simulation,
    submissions,
    village,
)
"""Modules whose import hangs their views on the blueprint."""

__all__ = ["VIEWS", "bp", "page_of_refusal"]
