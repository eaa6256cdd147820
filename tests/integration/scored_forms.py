"""A Phiếu B in the database with its score, made without a phone: of any rule set, with any answers."""

from typing import Any

from review.actions import questions
from review.rulesets import get_ruleset
from submissions import repository
from tests.households import a_household
from tests.integration.places import VILLAGE_1, an_instance

ID = "uuid:99999999-1111-4111-8111-999999999999"


def a_scored_form(receive_form: Any, ruleset_id: str = "vn-2016-2020", **changes: Any) -> dict[str, Any]:
    """Receive a small form and give it answers, household and score; returns the document as it is kept."""
    answers = a_household(get_ruleset(ruleset_id)) | changes
    receive_form(an_instance(ID))
    score = questions.score_answers(ruleset_id, answers, score_area="NT3", before="poor")
    for line in score["trace"]:
        del line["article"]  # told when a score is shown, not kept with it
    kept = {"answers": answers, "score": score, "household_id": "h1", "village_path": VILLAGE_1}
    found = repository.find("hop_thon", ID)
    repository.collection().update_one({"_id": found["_id"]}, {"$set": {**kept, "processing_state": "processed"}})
    return repository.find("hop_thon", ID)


def everything_owned(ruleset_id: str) -> dict[str, Any]:
    """The longest answers that a form can give."""
    owned: dict[str, Any] = {}
    for item in get_ruleset(ruleset_id).items:
        if item.reading.how == "choices":
            rivals = {code for group in item.reading.only_one_of for code in group[:-1]}
            codes = [answer.code for answer in item.answers]
            owned[item.code] = [code for code in codes if code != item.reading.exclusive and code not in rivals]
        elif item.reading.how == "choice":
            owned[item.code] = max(item.answers, key=lambda answer: len(answer.label.vi)).code
    return owned
