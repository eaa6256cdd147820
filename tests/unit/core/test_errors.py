from core.errors import Conflict, DomainError


class CaseClosed(Conflict):
    code = "cases.closed"


def test_a_refusal_tells_its_code_and_facts_in_order():
    assert str(CaseClosed(stage="posted", by="x")) == "cases.closed (by=x, stage=posted)"
    assert str(CaseClosed()) == "cases.closed"


def test_facts_are_kept_for_the_sentence():
    assert CaseClosed(stage="posted").facts == {"stage": "posted"}
    assert isinstance(CaseClosed(), DomainError)
