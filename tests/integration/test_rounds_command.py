"""`rasoat rounds`: a round of a commune is opened once, with its managed list; how far it is."""

import json

import pytest
from click.testing import CliRunner

from app.cli.demo import environment_of
from app.cli.rounds import rounds
from review import repository as review
from review.ruleset_errors import RulesetNotValid
from tests.integration.places import COMMUNE

pytestmark = pytest.mark.services

ASKED = (
    *("open", COMMUNE, "--year", "2026", "--ruleset", "vn-2021-2025"),
    *("--from", "2026-09-01", "--to", "2026-12-14", "--json"),
)


@pytest.fixture
def rasoat(settings, villages):
    def run(*arguments):
        return CliRunner(env=environment_of(settings)).invoke(rounds, arguments)

    return run


def test_a_round_is_opened_once_with_the_managed_list(rasoat):
    told = [json.loads(rasoat(*ASKED).output) for _ in range(2)]

    assert [(one["listed"], one["new"]) for one in told] == [(2, 2), (2, 0)]
    (opened,) = review.rounds_within(COMMUNE)
    assert (opened.id, opened.name, opened.ruleset_id) == (
        told[0]["round_id"],
        "Rà soát định kỳ năm 2026",
        "vn-2021-2025",
    )
    (state,) = json.loads(rasoat("status", COMMUNE, "--json").output)
    assert (state["stages"], state["blocking"], state["closes"]) == ({"to_survey": 2}, 2, "does not close")
    assert "to_survey 2; 2 keep the list back" in rasoat("status").output


def test_a_standard_of_other_years_and_a_village_are_refused(rasoat):
    wrong = [word.replace("vn-2021-2025", "vn-2016-2020") for word in ASKED]
    assert isinstance(rasoat(*wrong).exception, RulesetNotValid)
    assert rasoat("open", f"{COMMUNE}2012801/", *ASKED[2:]).exit_code == 2
    backwards = [word.replace("2026-12-14", "2026-08-01") for word in ASKED]
    assert rasoat(*backwards).exit_code == 2
    assert review.rounds_within(COMMUNE) == []
