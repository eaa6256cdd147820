"""The Phiếu C1 of a training phone keeps every rule of its form, and every value it works out is right."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

from app.training.interviews import fill
from app.training.phone import BlankForm, ListedForm
from app.training.visit import Visit, household_of
from form_engine.answers import read_answers
from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance
from review.rules.allowances import beneficiaries_told
from review.rulesets import get_ruleset

FORM = Path(__file__).parents[4] / "xlsforms" / "phieu_c1"
PERSONAL = {"members.csv", "beneficiaries.csv"}


def test_a_training_phone_fills_phieu_c1_without_a_fault():
    form = compile_form((FORM / "form.xlsx").read_bytes(), filename="phieu_c1.xlsx")
    media = {path.name: path.read_bytes() for path in (FORM / "media").iterdir()}
    media |= {name: media[name].split(b"\n")[0] + b"\n" for name in PERSONAL}  # nobody told of an allowance yet
    blank = BlankForm(ListedForm("phieu_c1", form.title, form.version, "", "", ""), form.xform, media)
    evaluator = Evaluator.of(form.definition, known_lists(form.definition, media))
    for number in range(12):
        village, household = household_of(blank, ("h1", "h2")[number % 2])
        visit = Visit(village, household, began=datetime(2026, 11, 22, 1, 30, tzinfo=UTC), device_id="collect:abc")

        instance = read_instance(fill(blank, visit, get_ruleset("vn-2016-2020"), Random(number)).xml)

        answers, findings = read_answers(instance, form.definition)
        assert [*findings, *evaluator.findings(instance)] == []
        (line,) = beneficiaries_told(answers, "k", month="2026-11")
        assert line.told["bn_category"] == "NKT_NANG"
