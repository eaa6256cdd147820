import resource
from pathlib import Path
from time import process_time

import pytest

from form_engine.errors import NotXml
from form_engine.safe_xml import parse

BOMB = b"""<?xml version="1.0"?><!DOCTYPE data [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><data id="x">&d;</data>"""
EXTERNAL = b'<!DOCTYPE data [<!ENTITY f SYSTEM "file:///etc/passwd">]><data id="x">&f;</data>'
MILLION = 1_000_000


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        pytest.param(BOMB, "dtd", id="entity bomb"),
        pytest.param(EXTERNAL, "dtd", id="external entity"),
        pytest.param(b"<?xml version='1.0'?><!-- a --> <?b c?> <!DOCTYPE d><d/>", "dtd", id="hidden behind a comment"),
        pytest.param('<!DOCTYPE d><d id="x"/>'.encode("utf-16"), "dtd", id="hidden by UTF-16"),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE d+AD4-<d/>', "encoding", id="hidden by UTF-7"
        ),
        pytest.param(b'<?xml version="1.0" encoding="cp037"?><d/>', "encoding", id="EBCDIC"),
        pytest.param(b"", "malformed", id="empty"),
        pytest.param(b"no xml", "malformed", id="text"),
        pytest.param(b"<a><b></a>", "malformed", id="crossed"),
        pytest.param(b"<a><b>cut o", "malformed", id="cut off"),
        pytest.param(b"<a/><b/>", "malformed", id="two roots"),
        pytest.param(b"<a>\0</a>", "characters", id="NUL"),
        pytest.param(b"<a>&#0;</a>", "malformed", id="NUL by number"),
        pytest.param(b"<a>\x01</a>", "malformed", id="control character"),
        pytest.param(b"<a>\xff</a>", "malformed", id="broken UTF-8"),
        pytest.param(b"<a>&nbsp;</a>", "malformed", id="unknown entity"),
        pytest.param(b"<a>" * 100_000 + b"</a>" * 100_000, "too_deep", id="100,000 levels"),
        pytest.param(b"<a>" + b"<b/>" * MILLION + b"</a>", "too_many_nodes", id="a million elements"),
        pytest.param(
            b"<a" + b"".join(b" a%d=''" % i for i in range(MILLION)) + b"/>", "too_big", id="14 MB of attributes"
        ),
        pytest.param(
            b"<a" + b"".join(b" a%d=''" % i for i in range(300_000)) + b"/>",
            "too_many_attributes",
            id="300,000 attributes",
        ),
        pytest.param(
            b"<a" + b"".join(b" a%d=''" % i for i in range(100_000)) + b"/>",
            "too_many_attributes",
            id="100,000 attributes",
        ),
        pytest.param(b"<a>" + b"x" * 20 * MILLION + b"</a>", "too_big", id="a huge text"),
    ],
)
def test_hostile_xml_is_refused_in_bounded_time_and_memory(xml, reason):
    began, held = process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(NotXml) as refusal:
        parse(xml)

    assert refusal.value.facts["reason"] == reason
    assert process_time() - began < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < 60_000  # KB


def test_a_refusal_never_quotes_what_was_sent():
    with pytest.raises(NotXml) as refusal:
        parse("<a>Hồ Thị Lành<b></a>".encode())

    assert refusal.value.facts == {"reason": "malformed", "line": 1}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1258", "iso-8859-1"]
)
def test_text_is_read_by_the_encoding_of_the_document(encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><a>quê</a>'

    assert parse(text.encode(encoding)).text == "quê"


def test_a_document_type_quoted_in_an_answer_is_an_answer():
    assert parse(b"<a><![CDATA[<!DOCTYPE html>]]></a>").text == "<!DOCTYPE html>"


def test_comments_do_not_tear_a_text_apart():
    assert parse("<a>một<!-- hai --> ba<?x y?></a>".encode()).text == "một ba"


def test_a_large_document_is_parsed_like_a_small_one():
    root = parse(b"<a>" + b"<b>1</b>" * 50_000 + b"</a>")

    assert len(root) == 50_000


def test_names_that_strangers_make_up_do_not_pile_up_in_memory():
    def documents(first: int) -> None:
        for number in range(first, first + 10):
            parse(b"<a>" + b"".join(b"<n%d_%d/>" % (number, i) for i in range(40_000)) + b"</a>")

    documents(0)
    held = _resident_mb()
    documents(10)

    assert _resident_mb() - held < 10


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
