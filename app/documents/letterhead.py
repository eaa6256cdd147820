"""The DOCX that papers are put into: page, margins, face, the page's number, the code at its foot.

Made here rather than kept as a binary: what it is can be read. Source: templates, section 0; console guide, 2.4.
"""

import io
from datetime import datetime
from functools import cache

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FACE = "Times New Roman"
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001  a file says when it was made; the same paper says the same
_FIELDS = (("begin", ""), ("", " PAGE "), ("end", ""))


@cache
def letterhead() -> bytes:
    document = Document()
    _face(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.header_distance = page.footer_distance = Mm(10)
    page.different_first_page_header_footer = True
    _number(page.header.paragraphs[0])
    for foot in (page.footer, page.first_page_footer):
        foot.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.paragraphs[0].add_run("{{ code }}").font.size = Pt(9)
    page.first_page_header.is_linked_to_previous = False
    document.add_paragraph("{{p body }}")
    told = document.core_properties
    told.author = told.comments = told.last_modified_by = ""
    told.created = told.modified = _NEVER
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _face(document: Opened) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(13)
    fonts = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(script), FACE)
    style.paragraph_format.space_after = Pt(5)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.1


def _number(paragraph: Paragraph) -> None:
    """The field that Word fills with the page's number."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, instruction in _FIELDS:
        element = OxmlElement("w:instrText" if instruction else "w:fldChar")
        if instruction:
            element.set(qn("xml:space"), "preserve")
            element.text = instruction
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
