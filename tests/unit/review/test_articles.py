"""Each line of a score names text, annex and number; a rule set of before it was told names none."""

from dataclasses import replace

import pytest

from form_engine.scoring import score
from form_engine.scoring_errors import ScoringSheetInvalid
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review.actions.questions import score_answers
from review.rules.articles import article_of, with_articles
from review.rules.records import score_record
from review.rulesets import all_rulesets, content_of, get_ruleset
from tests.households import a_household

OLD = get_ruleset("vn-2016-2020")


@pytest.mark.parametrize(
    ("ruleset", "item", "score_area", "article"),
    [
        ("vn-2016-2020", "b1_06", "NT3", "Thông tư 17/2016/TT-BLĐTBXH, phụ lục 3b.3, mục B1, chỉ tiêu 6"),
        ("vn-2016-2020", "b1_13", "TT", "Thông tư 17/2016/TT-BLĐTBXH, phụ lục 3b.0, mục B1, chỉ tiêu 13"),
        ("vn-2016-2020", "b2_10", "NT1", "Thông tư 17/2016/TT-BLĐTBXH, phụ lục 3b, mục B2, chỉ số 10"),
        ("vn-2021-2025", "b2_02", "NT1", "Nghị định 07/2021/NĐ-CP, phụ lục, chỉ số 2"),
    ],
)
def test_an_item_names_annex_and_number(ruleset, item, score_area, article):
    found = article_of(get_ruleset(ruleset), item, score_area)

    assert found.vi == article


@pytest.mark.parametrize("sheet", all_rulesets().values(), ids=lambda one: one.id)
def test_every_line_of_a_score_names_its_article(sheet):
    told = score_answers(sheet.id, a_household(sheet), score_area="NT2")

    articles = [line["article"]["vi"] for line in told["trace"]]
    assert len(set(articles)) == len(sheet.items) + len(sheet.indicators)
    assert not any(sign in text for text in articles for sign in "{}")


def test_a_rule_set_of_before_tells_none():
    sheet = replace(OLD, citation=None)

    told = with_articles(score_record(score(sheet, a_household(sheet), "NT3"), None, None), sheet)

    assert {line["article"] for line in told["trace"]} == {None}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("chỉ tiêu {number}", "chỉ tiêu {so}", "citation_place"),
        ("mục B2, chỉ số", "phụ lục {annex}, chỉ số", "citation_place"),
        ('annex = "PL3b.6"\n', "", "citation_annex"),
    ],
)
def test_a_citation_that_can_not_be_filled_is_refused(old, new, code):
    content = content_of(OLD.id).decode()
    assert old in content

    with pytest.raises(ScoringSheetInvalid) as refused:
        read_scoring_sheet(content.replace(old, new, 1).encode())

    assert {one.code for one in refused.value.faults} == {code}
