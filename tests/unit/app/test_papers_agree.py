"""PDF and DOCX of a paper say the same, word for word; the same paper is the same bytes; the face has every letter."""

import io
import itertools
import unicodedata
import zipfile
from collections import Counter

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from app.documents.appraisal_papers import opinion_paper, request_paper
from app.documents.complaint_papers import answer_paper, receipt_paper
from app.documents.list_papers import review_list_paper, village_list_paper
from app.documents.notice_papers import posting_end_paper
from app.documents.paper import Paper, words_of
from app.documents.rendering import FONTS, to_pdf
from app.documents.village_papers import minutes_paper, posted_paper
from app.documents.word import to_docx
from tests.unit.app import test_application_paper as of_applications
from tests.unit.app import test_commune_papers as of_communes
from tests.unit.app import test_complaint_papers as of_complaints
from tests.unit.app import test_reports as of_reports
from tests.unit.app import test_village_list_papers as of_lists
from tests.unit.app import test_village_papers as of_villages

NAMES = {of_communes.VILLAGE: "Thôn 4"}
ADDRESS = "https://rasoat.example/cong-khai/d400fb9f80"
PAPERS = {
    "minutes": lambda: minutes_paper(of_villages.a_meeting(60), of_villages.AREA),
    "posted list": lambda: posted_paper(of_villages.a_posting(60), of_villages.AREA, address=ADDRESS),
    "receipt": lambda: receipt_paper(
        of_complaints.a_complaint(), of_complaints.WHO, of_villages.AREA, received_by="x", address=ADDRESS
    ),
    "answer": lambda: answer_paper(of_complaints.a_complaint(), of_complaints.WHO, of_villages.AREA),
    "second visit": of_complaints.minutes,
    "request": lambda: request_paper(of_communes.asked(), of_communes.OPENED, of_communes.COMMUNE, NAMES),
    "opinion": lambda: opinion_paper(
        of_communes.asked(agrees=False, returned={"1": "Xem lại"}), of_communes.OPENED, of_communes.COMMUNE, NAMES
    ),
    "decision": lambda: of_communes.decision("province"),
    "certificates": of_communes.two_certificates,
    "list to review": lambda: review_list_paper(of_lists.OPENED, of_villages.AREA, of_lists.LISTED),
    "list by class": lambda: village_list_paper(of_lists.OPENED, of_villages.AREA, of_lists.LISTED),
    "end of posting": lambda: posting_end_paper(of_lists.a_closed_posting(), of_villages.AREA, [], working_days=7),
    "invitation": of_lists.an_invitation,
    "report": of_communes.a_report,
    "plan": of_lists.a_plan,
    "application": of_applications.a_paper,
    "empty application": of_applications.a_blank,
    "receipt of an application": of_applications.a_receipt,
    "refusals": of_lists.two_letters,
    "explanation": of_lists.an_explanation,
    "reports": of_reports.all_of_them,
}
_MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = {unicodedata.normalize("NFC", base + mark) for base, mark in itertools.product("aăâeêioôơuưy", _MARKS)} | set(
    "đ₫“”–…☐□■"
)
LETTERS |= {letter.upper() for letter in LETTERS}


def words_of_docx(content: bytes) -> list[str]:
    """In the order of the document; the texts of a cell that goes on below are not told again."""
    body = Document(io.BytesIO(content)).element.body
    told = []
    for paragraph in body.iter(qn("w:p")):
        pieces = ("\n" if one.tag == qn("w:br") else one.text or "" for one in paragraph.iter(qn("w:t"), qn("w:br")))
        told += "".join(pieces).split()
    return told


def words_of_pdf(paper: Paper) -> list[str]:
    """Without what the typesetter adds: numbers of pages, the code at the foot, the head of a table on later pages."""
    told, number = [], 0
    are_apart = any(section.is_apart for section in paper.sections)
    for page in PdfReader(io.BytesIO(to_pdf(paper))).pages:
        words = page.extract_text().split()
        number = 1 if are_apart and "CỘNG" in words else number + 1
        if number > 1 and str(number) in words:
            words.remove(str(number))
        for word in paper.code.split():
            words.remove(word)
        told += words
    return told


@pytest.mark.parametrize("name", PAPERS)
def test_the_docx_says_what_the_paper_says_in_its_order(name):
    paper = PAPERS[name]()

    assert words_of_docx(to_docx(paper)) == " ".join(words_of(paper)).split()


def test_reports_say_the_same_letters_in_both_forms():
    """By letters: what is read of the PDF runs the words of narrow columns together."""
    paper = PAPERS["reports"]()

    said, written = words_of_pdf(paper), words_of_docx(to_docx(paper))

    assert Counter("".join(said)) == Counter("".join(written))


@pytest.mark.parametrize("name", [name for name in PAPERS if name != "reports"])
def test_the_pdf_says_the_same_words_as_the_docx(name):
    paper = PAPERS[name]()

    said, written = Counter(words_of_pdf(paper)), Counter(words_of_docx(to_docx(paper)))

    repeated = Counter({word: count for word, count in (said - written).items() if word not in _heads(paper)})
    assert (written - said, repeated) == (Counter(), Counter())


def _heads(paper: Paper) -> set[str]:
    """Words that stand in the heads of its tables: the PDF tells them on every page."""
    found = set()
    for section in paper.sections:
        for block in section.blocks:
            for row in getattr(block, "head", ()):
                found.update(" ".join(str(cell) for cell in row).split())
    return found


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_paper_is_the_same_bytes_and_has_the_same_hash(name):
    first, second = PAPERS[name](), PAPERS[name]()

    assert first.hashed == second.hashed
    assert to_docx(first) == to_docx(second)


def test_another_word_is_another_hash():
    told = [answer_paper(of_complaints.a_complaint(answer=one), of_complaints.WHO, of_villages.AREA) for one in "ab"]

    assert told[0].hashed != told[1].hashed


def test_a_docx_is_opened_by_a_name_that_has_marks_and_signs():
    paper = answer_paper(
        of_complaints.a_complaint(answer="{{ 1 < 2 & {% x %} }} \x07"), of_complaints.WHO, of_villages.AREA
    )

    assert "{{ 1 < 2 & {% x %} }}" in " ".join(words_of_docx(to_docx(paper)))


def test_the_page_of_a_list_lies_on_its_side():
    sections = Document(io.BytesIO(to_docx(of_communes.decision("province")))).sections

    assert [one.page_width > one.page_height for one in sections] == [False, True, True, True, True]
    assert [one.different_first_page_header_footer for one in sections] == [True, False, False, False, False]
    assert all(
        entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in _entries(to_docx(of_communes.decision("province")))
    )


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(content)).infolist()


@pytest.mark.parametrize("face", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_the_face_has_every_letter_of_vietnamese(face):
    has = _letters_of((FONTS / f"Tinos-{face}.ttf").read_bytes())

    assert {letter for letter in LETTERS - set("☐") if ord(letter) not in has} == set()


def _letters_of(font: bytes) -> set[int]:
    """The code points of a font's table `cmap` of format 4."""

    def number(at: int, size: int = 2) -> int:
        return int.from_bytes(font[at : at + size], "big")

    tables = {font[12 + 16 * n : 16 + 16 * n]: number(20 + 16 * n, 4) for n in range(number(4))}
    cmap = tables[b"cmap"]
    starts = (cmap + number(cmap + 8 + 8 * n, 4) for n in range(number(cmap + 2)))
    at = next(one for one in starts if number(one) == 4)
    double = number(at + 6)
    ends, begins = at + 14, at + 16 + double
    found: set[int] = set()
    for n in range(0, double, 2):
        delta, offset = number(begins + double + n), number(begins + 2 * double + n)
        for code in range(number(begins + n), min(number(ends + n), 0xFFFE) + 1):
            place = begins + 2 * double + n + offset + 2 * (code - number(begins + n))
            glyph = (code + delta) % 65536 if offset == 0 else number(place)
            if glyph:
                found.add(code)
    return found


@pytest.mark.parametrize("name", PAPERS)
def test_word_keeps_who_signs_with_what_is_signed(name):
    """No row is split; what stands before the signatures - two rows, or a paragraph - goes with them."""
    body = Document(io.BytesIO(to_docx(PAPERS[name]()))).element.body

    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in body.iter(qn("w:tr")))
    blocks = list(body)
    for place, table in enumerate(blocks):
        if not _is_signed(table):
            continue
        before = blocks[:place]
        while before and not _text(before[-1]):
            assert _is_kept(before.pop()), name
        assert _is_kept_to_the_end(before[-1]), name


def _is_signed(block) -> bool:
    return block.tag == qn("w:tbl") and any(sign in _text(block) for sign in ("(Ký, đóng dấu)", "(Ký, ghi rõ họ tên)"))


def _text(block) -> str:
    return "".join(one.text or "" for one in block.iter(qn("w:t")))


def _is_kept(paragraph) -> bool:
    return paragraph.find(f"./{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def _is_kept_to_the_end(block) -> bool:
    if block.tag == qn("w:p"):
        return _is_kept(block)
    rows = list(block.iter(qn("w:tr")))[-2:]
    return all(_is_kept(paragraph) for row in rows for paragraph in row.iter(qn("w:p")))
