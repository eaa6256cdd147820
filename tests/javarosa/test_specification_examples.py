"""What the ODK XForms specification gives as examples of its functions, and the standards that its list refers to.

Three answers for each: the standard's, JavaRosa's, ours. Ours is JavaRosa's, always; where JavaRosa departs from the
standard, DEPARTS has it, and docs/form-engine.md says so. `None`: the standard gives no result, or one by chance.
"""

import math

import pytest
from lxml import etree

from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance
from form_engine.odk_validate import validate
from form_engine.xpath.compiling import compile_expression
from form_engine.xpath.errors import NotAnExpression

pytestmark = pytest.mark.slow

SQUARE = "16.3 107.9 0 0;16.3 107.901 0 0;16.301 107.901 0 0;16.301 107.9 0 0;16.3 107.9 0 0"
EXAMPLES = {
    # Paths and operators (ODK XForms: XPath Paths, Operators; XPath 1.0: 2.5, 3.5)
    "/data/country": "vn",
    "../country": "vn",
    "./../country": "vn",
    "../child::country": "vn",
    "parent::node()/country": "vn",
    "self::node()/../country": "vn",
    "count(../r)": "2",
    "1 + 2": "3",
    "2 - 1": "1",
    "2 * 3": "6",
    "6 div 4": 1.5,
    "5 mod 2": "1",
    "5 mod -2": "1",
    "-5 mod 2": "-1",
    "-5 mod -2": "-1",
    "1.5 mod 0.5": "0",
    "1 = 1 and 2 != 1": "true",
    "1 > 2 or 2 >= 2": "true",
    "3 < 2": "false",
    "3 <= 3": "true",
    "'2012-07-23' < date('2012-07-24')": "true",
    # Stored truths are texts (ODK XForms: XPath Functions, note)
    "1 > 2": "false",
    "boolean(/data/stored_false)": "true",
    "boolean-from-string(/data/stored_false)": "false",
    # Text
    "string(1 div 3)": None,
    "concat('one')": "one",
    "concat('one', ' ', 'two')": "one two",
    "concat(/data/r/v)": None,
    "join(', ', 'a', 'b')": "a, b",
    "join('-', /data/r/round)": "1-2",
    "substr('abcde', 1, 3)": "bc",
    "substr('abcde', 2)": "cde",
    "substring-before('1999/04/01', '/')": "1999",
    "substring-after('1999/04/01', '/')": "04/01",
    "substring-after('1999/04/01', '19')": "99/04/01",
    "translate('bar', 'abc', 'ABC')": "BAr",
    "translate('--aaa--', 'abc-', 'ABC')": "AAA",
    "string-length('abc')": "3",
    "normalize-space('  a   b ')": "a b",
    "contains('tattoo', 't')": "true",
    "contains('tattoo', 'ttt')": "false",
    "contains('', 't')": "false",
    "starts-with('tattoo', 'tat')": "true",
    "starts-with('tattoo', 'att')": "false",
    "ends-with('tattoo', 'tattoo')": "true",
    "ends-with('tattoo', 'atto')": "false",
    "digest('abc', 'MD5', 'hex')": "900150983cd24fb0d6963f7d28e17f72",
    "digest('abc', 'SHA-1', 'hex')": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "digest('abc', 'SHA-1')": "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
    "digest('abc', 'SHA-256', 'hex')": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    # Truth
    "if(true(), 'then', 'else')": "then",
    "if(normalize-space(/data/empty) != '', 'told', 'blank')": "blank",
    "coalesce('', 'second')": "second",
    "coalesce('first', 'second')": "first",
    "coalesce('', '')": "",
    "once(1 + 1)": "2",
    "true()": "true",
    "false()": "false",
    "boolean('')": "false",
    "boolean('a')": "true",
    "boolean(0)": "false",
    "boolean(-1)": "true",
    "boolean(number('a'))": "false",
    "boolean-from-string('true')": "true",
    "boolean-from-string('1')": "true",
    "boolean-from-string('yes')": "false",
    "not(true())": "false",
    "regex('123', '[0-9]+')": "true",
    "regex('12a', '[0-9]+')": "true",
    "checklist(1, 2, true(), false(), true())": "true",
    "checklist(-1, 1, true(), false(), true())": "false",
    "checklist(3, -1, true(), true(), true())": "true",
    "weighted-checklist(1, 5, true(), 2, false(), 9, true(), 3)": "true",
    "weighted-checklist(1, 4, true(), 2, false(), 9, true(), 3)": "false",
    # Numbers
    "number('-3.14')": -3.14,
    "number(true())": "1",
    "number('a')": math.nan,
    "number('1970-01-02')": "1",
    "int(2.7)": "2",
    "int(-2.7)": "-2",
    "sum(/data/r/round)": "3",
    "max(3, 4, 5)": "5",
    "max(/data/r/round)": "2",
    "min(3, 4, 5)": "3",
    "min(/data/r/round)": "1",
    "round(2.5)": "3",
    "round(2.4999)": "2",
    "round(-2.5)": "-2",
    "round(1.125, 2)": 1.13,
    "round(8452, -2)": "8500",
    "round(3.1415, 2)": 3.14,
    "pow(2, 3)": "8",
    "pow(-2, 3)": "-8",
    "pow(2, -3)": 0.125,
    "pow(-2, -3)": -0.125,
    "pow(2, 0)": "1",
    "pow(0, 0)": "1",
    "pow(0, 3)": "0",
    "pow(0, -3)": math.inf,
    "pow(16, 0.5)": "4",
    "pow(16, 0.25)": "2",
    "pow(-2.5, 2)": 6.25,
    "pow(-2.5, 2.00000001)": math.nan,
    "log(0)": -math.inf,
    "log(exp(1))": "1",
    "log(0.001)": math.log(0.001),
    "log(2)": math.log(2),
    "log(-1)": math.nan,
    "log10(0)": -math.inf,
    "log10(1000)": 3.0,
    "log10(0.001)": -3.0,
    "log10(2)": math.log10(2),
    "log10(-1)": math.nan,
    "abs(10.5)": 10.5,
    "abs(-10.5)": 10.5,
    "sin(0)": "0",
    "sin(pi() div 2)": "1",
    "sin(-pi() div 2)": "-1",
    "sin(pi())": 0.0,
    "cos(0)": "1",
    "cos(pi() div 2)": 0.0,
    "cos(pi())": "-1",
    "tan(0)": "0",
    "tan(pi() div 4)": 1.0,
    "asin(0)": "0",
    "asin(1)": math.pi / 2,
    "asin(2)": math.nan,
    "acos(0)": math.pi / 2,
    "acos(1)": "0",
    "acos(2)": math.nan,
    "atan(0)": "0",
    "atan(1)": math.pi / 4,
    "atan2(0, 0)": "0",
    "atan2(0, -1)": math.pi,
    "atan2(-1, 0)": -math.pi / 2,
    "atan2(0, 1)": "0",
    "sqrt(0)": "0",
    "sqrt(1000000)": "1000",
    "sqrt(2)": math.sqrt(2),
    "sqrt(-2)": math.nan,
    "exp(0)": "1",
    "exp(1)": math.e,
    "exp(-1)": math.exp(-1),
    "exp(pi())": math.exp(math.pi),
    "exp10(0)": "1",
    "exp10(1)": "10",
    "exp10(0.5)": 10**0.5,
    "exp10(-1)": 0.1,
    "pi()": math.pi,
    "2 * pi()": 2 * math.pi,
    "60 * (pi() div 180)": math.pi / 3,
    "random()": None,
    # Nodes and lists
    "count(/data/r)": "2",
    "count(/data/nothing)": "0",
    "count-non-empty(/data/r/sometimes)": "1",
    "position(/data/country)": "1",
    "count(instance('cities')/root/item[country = /data/country])": "2",
    "instance('countries')/root/item[name = current()/../country]/capital": "Hà Nội",
    "instance('countries')/root/item[capital = 'Vientiane']/name": "la",
    "count(instance('countries')/root/item[capital])": None,
    # Days and moments
    "today()": None,
    "now()": None,
    "date('2012-07-23')": "2012-07-23",
    "date(0)": "1970-01-01",
    "date(10957)": "2000-01-01",
    "format-date('2012-07-03', '%Y %y %m %n %d %e')": "2012 12 07 7 03 3",
    "format-date('2012-07-03', '%b')": None,
    "format-date('2012-07-03', '%a')": None,
    "format-date-time('2012-07-03T04:05:06.007+07:00', '%H %h %M %S %3')": "04 4 05 06 007",
    "decimal-date-time('1970-01-02T00:00:00.000Z')": "1",
    "decimal-date-time('1970-01-01T12:00:00.000Z')": 0.5,
    "decimal-time('2012-07-23T12:00:00.000+07:00')": 0.5,
    "decimal-time('2012-07-23T18:00:00.000+07:00')": 0.75,
    # Choices
    "selected(/data/services, 'power')": "true",
    "selected(/data/services, 'pow')": "false",
    "selected-at(/data/services, 0)": "water",
    "selected-at(/data/services, 1)": "power",
    "selected-at(/data/services, 2)": "",
    "selected-at(/data/services, -1)": "",
    "count-selected(/data/services)": "2",
    "jr:choice-name('vn', '${asked_country}')": "Viet Nam",
    # Repeats, three levels deep, and the same in plain paths
    "indexed-repeat(/data/r/v, /data/r, 2)": "2",
    "/data/r[position() = 2]/v": "2",
    "indexed-repeat(/data/r/s/w, /data/r, 2, /data/r/s, 1)": "2-1",
    "/data/r[position() = 2]/s[position() = 1]/w": "2-1",
    "indexed-repeat(/data/r/s/t/x, /data/r, 2, /data/r/s, 1, /data/r/s/t, 2)": "2-1-2",
    "/data/r[position() = 2]/s[position() = 1]/t[position() = 2]/x": "2-1-2",
    # Places
    "area(/data/shape)": None,
    "distance(/data/shape)": None,
    "distance(/data/trace)": None,
    "area(/data/r/corner)": None,
    "distance(/data/r/corner)": None,
    # The phone
    "uuid()": None,
    "uuid(8)": None,
    "version()": None,
    "property('deviceid')": None,
}
_TRUTHS = {"true": "1", "false": "0"}
"""How JavaRosa stores a truth; the specification has the words."""

DEPARTS = {
    "'2012-07-23' < date('2012-07-24')": "0",
    "number('1970-01-02')": "",
    "boolean(/data/stored_false)": "0",
    "regex('12a', '[0-9]+')": "0",
}
"""What JavaRosa gives where the standard has `true`, 1, `true`, `true`: a text is no date, a truth that was worked out
stays one, and a pattern is for the whole text."""

ONLY_THE_PHONE = {
    *("random()", "today()", "now()", "uuid()", "uuid(8)", "property('deviceid')"),
    *("format-date('2012-07-03', '%b')", "format-date('2012-07-03', '%a')"),
}
"""What cannot be known here."""

REFUSED = ("//country", "/data/country | /data/empty", "/data/r[last()]/v", "id('a')", "following-sibling::r")
"""Not read here; the phone does not open a form with them either."""


def _form(expressions):
    header = "| | type | name | label | calculation | default | bind::type | repeat_count | choice_filter |"
    rows = [
        "| | calculate | country | | 'vn' | | string | | |",
        "| | calculate | services | | 'water power' | | string | | |",
        "| | calculate | stored_false | | 1 > 2 | | string | | |",
        "| | hidden | empty | | | | string | | |",
        f"| | calculate | shape | | '{SQUARE}' | | geoshape | | |",
        "| | calculate | trace | | '16.3 107.9 2.5 4;16.4 107.9 0 0' | | geotrace | | |",
        "| | select_one countries | asked_country | Country | | | | | |",
        "| | select_one cities | asked_city | City | | | | | country = ${asked_country} |",
        "| | begin_repeat | r | R | | | | 2 | |",
        "| | calculate | v | | position(..) | | string | | |",
        "| | calculate | round | | position(..) | | int | | |",
        "| | calculate | sometimes | | if(position(..) = 1, 'told', '') | | string | | |",
        "| | calculate | corner | | concat('0.00', position(..), ' 0.001 0 0') | | geopoint | | |",
        "| | begin_repeat | s | S | | | | 2 | |",
        "| | calculate | w | | concat(position(../..), '-', position(..)) | | string | | |",
        "| | begin_repeat | t | T | | | | 2 | |",
        "| | text | note | Note | | | | | |",
        "| | calculate | x | | concat(position(../../..), '-', position(../..), '-', position(..)) | | string | | |",
        *["| | end_repeat | | | | | | | |"] * 3,
        *(_calculation(at, told) for at, told in enumerate(expressions)),
    ]  # fmt: skip
    choices = (
        "| | list_name | name | label | capital | country |",
        "| | countries | vn | Viet Nam | Hà Nội | |",
        "| | countries | la | Laos | Vientiane | |",
        "| | cities | hn | Hà Nội | | vn |",
        "| | cities | hue | Huế | | vn |",
        "| | cities | vte | Vientiane | | la |",
    )
    settings = ("| | form_id | version |", "| | data | 7 |")
    sheets = {"survey": [header, *rows], "choices": choices, "settings": settings}
    return "\n".join(line for name, lines in sheets.items() for line in (f"| {name} |", *lines)).encode()


def _calculation(at, told):
    kind = "date" if told.startswith("date(") else "string"
    return f"| | calculate | e{at} | | {told.replace('|', chr(92) + '|')} | | {kind} | | |"


@pytest.fixture(scope="module")
def answers(engine, tmp_path_factory):
    """Of each expression: what JavaRosa wrote, and what we do; None: that is unknown."""
    form = compile_form(_form(EXAMPLES), filename="data.md")
    (filled,) = engine.fill(form.xform, {}, tmp_path_factory.mktemp("filled") / "one", count=1)
    evaluator = Evaluator.of(form.definition, known_lists(form.definition, {}))
    assert evaluator.not_supported == ()
    assert [(one.path, one.kind.value, dict(one.facts)) for one in evaluator.findings(read_instance(filled))] == []
    root = etree.fromstring(filled)
    phone = [root.findtext(f"e{at}") or "" for at in range(len(EXAMPLES))]
    expressions = list(EXAMPLES)
    for at in range(len(EXAMPLES)):
        root.find(f"e{at}").text = "" if "once" in expressions[at] else "?"
    found = {
        one.path.rpartition("/")[2]: one.facts["server"]
        for one in evaluator.findings(read_instance(etree.tostring(root)))
    }
    return {told: (phone[at], found.get(f"e{at}")) for at, told in enumerate(EXAMPLES)}


def test_every_example_gives_what_the_specification_says_or_is_told_apart(answers):
    departs = {told: answers[told][0] for told, said in EXAMPLES.items() if not _is(answers[told][0], said)}

    assert departs == DEPARTS


def test_every_example_gives_here_what_it_gives_on_the_phone(answers):
    differing = {told: both for told, both in answers.items() if both[1] is not None and not _agree(both[1], both[0])}

    assert differing == {}
    assert {told for told, (_, server) in answers.items() if server is None} == ONLY_THE_PHONE


def _agree(server, phone):
    try:
        return math.isclose(float(server), float(phone), rel_tol=1e-12)
    except ValueError:
        return server == phone


def _is(found, said):
    if said is None:
        return True
    if said in _TRUTHS:
        return found == _TRUTHS[said]
    if isinstance(said, float):
        number = {"NaN": math.nan, "": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(found)
        number = float(found) if number is None else number
        return (math.isnan(said) and math.isnan(number)) or math.isclose(number, said, rel_tol=1e-12, abs_tol=1e-12)
    return found == said


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_not_read_here_is_refused_by_the_phone_too(java, expression):
    form = compile_form(_form([expression]), filename="data.md")

    with pytest.raises(NotAnExpression):
        compile_expression(expression)
    assert validate(form.xform)
