"""The square code of an address, as papers carry it."""

import io

import segno

from app.documents.paper import Picture

_WIDTH = 26
_DOTS = 6


def drawn_code(address: str) -> Picture:
    made = segno.make(address, error="m", micro=False)
    svg, png = io.BytesIO(), io.BytesIO()
    made.save(svg, kind="svg", border=0, xmldecl=True)
    made.save(png, kind="png", border=0, scale=_DOTS)
    return Picture(svg.getvalue().decode(), png.getvalue(), _WIDTH)
