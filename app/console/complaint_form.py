"""A complaint as a page sends it, public or typed off a paper; and what is missing, as sentences by field."""

from collections.abc import Mapping
from datetime import date

from app.console.procedure_words import COMPLAINT_FAULTS, CONCLUSION_FAULTS
from app.console.words import word
from core.ids import new_id
from review.rules.complaint import Told
from review.rules.reverification import Conclusion

_LONGEST_KEY = 64
NOT_ON_THE_LIST = "khong-co"
"""Instead of a household of the list."""

_FIELDS = {
    "case_id": "ho",
    "household": "ten-ho",
    "ground": "de-nghi",
    "words": "ly-do",
    "documents": "tai-lieu",
    "name": "ho-ten",
    "contact": "lien-he",
    "received_on": "ngay-nhan",
    "head_name": "ten-ho",
    "visited_on": "ngay-phuc-tra",
    "team": "doan",
    "answer": "tra-loi",
}


def key_of(given: Mapping[str, str]) -> str:
    """Made for the page that is sent: the same page has the same key."""
    return given.get("khoa", "")[:_LONGEST_KEY] or new_id()


def read_complaint(given: Mapping[str, str]) -> Told:
    about = given.get("ho", "")
    is_listed = about not in ("", NOT_ON_THE_LIST)
    return Told(
        case_id=about if is_listed else "",
        household="" if is_listed else given.get("ten-ho", ""),
        ground=given.get("de-nghi", ""),
        words=given.get("ly-do", ""),
        documents=given.get("tai-lieu", ""),
        name=given.get("ho-ten", ""),
        contact=given.get("lien-he", ""),
    )


def read_conclusion(given: Mapping[str, str]) -> Conclusion:
    return Conclusion(
        visited_on=read_day(given.get("ngay-phuc-tra", "")),
        team=given.get("doan", ""),
        words=given.get("ket-qua", ""),
        answer=given.get("tra-loi", ""),
    )


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def told_faults(faults: Mapping[str, str]) -> dict[str, str]:
    """Faults of a complaint as sentences by field of the page."""
    return {_FIELDS[name]: word(COMPLAINT_FAULTS, f"{name}.{fault}") for name, fault in faults.items()}


def told_conclusion_faults(faults: Mapping[str, str]) -> dict[str, str]:
    fields = _FIELDS | {"words": "ket-qua"}
    return {fields[name]: word(CONCLUSION_FAULTS, f"{name}.{fault}") for name, fault in faults.items()}
