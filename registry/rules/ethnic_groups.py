"""The 54 ethnic groups by the list of 1979 (decision 121-TCTK/PPCĐ), and the other names they are written by.

At least two numberings are in use, and one number means two groups in them: what comes from outside is read by name
alone (assistance, ethnic-groups).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from registry.rules.names import folded

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("01", "Kinh", "Việt"),
    ("02", "Tày"),
    ("03", "Thái"),
    ("04", "Hoa", "Hán"),
    ("05", "Khơ-me", "Khmer", "Khơ Me", "Khơme"),
    ("06", "Mường"),
    ("07", "Nùng"),
    ("08", "Hmông", "HMông", "H'Mông", "Mông", "Mèo"),
    ("09", "Dao", "Mán"),
    ("10", "Gia-rai", "Gia Rai", "Giarai"),
    ("11", "Ngái"),
    ("12", "Ê-đê", "Ê Đê", "Ê đê", "Ede"),
    ("13", "Ba-na", "Ba Na", "Bana", "Bahnar"),
    ("14", "Xơ-đăng", "Xơ Đăng", "Xê Đăng", "Ca Dong"),
    ("15", "Sán Chay", "Cao Lan", "Sán Chí", "Cao Lan - Sán Chí"),
    ("16", "Cơ-ho", "Cơ Ho", "K'Ho", "Kơ Ho"),
    ("17", "Chăm", "Chàm"),
    ("18", "Sán Dìu"),
    ("19", "Hrê"),
    ("20", "Mnông", "M'Nông", "M Nông"),
    ("21", "Ra-glai", "Ra Glai", "Raglai", "Ra Glay"),
    ("22", "Xtiêng", "X'Tiêng", "Stiêng"),
    ("23", "Bru-Vân Kiều", "Bru Vân Kiều", "Vân Kiều", "Bru"),
    ("24", "Thổ"),
    ("25", "Giáy"),
    ("26", "Cơ-tu", "Cơ Tu", "Ka Tu"),
    ("27", "Gié-Triêng", "Giẻ Triêng", "Gié Triêng"),
    ("28", "Mạ"),
    ("29", "Khơ-mú", "Khơ Mú", "Khơ mú"),
    ("30", "Co", "Cor"),
    ("31", "Ta-ôi", "Tà Ôi", "Tà-ôi", "Pa Cô"),
    ("32", "Chơ-ro", "Chơ Ro"),
    ("33", "Kháng"),
    ("34", "Xinh-mun", "Xinh Mun"),
    ("35", "Hà Nhì"),
    ("36", "Chu-ru", "Chu Ru"),
    ("37", "Lào"),
    ("38", "La Chí"),
    ("39", "La Ha"),
    ("40", "Phù Lá"),
    ("41", "La Hủ"),
    ("42", "Lự"),
    ("43", "Lô Lô"),
    ("44", "Chứt"),
    ("45", "Mảng"),
    ("46", "Pà Thẻn"),
    ("47", "Cơ Lao", "Cờ Lao"),
    ("48", "Cống"),
    ("49", "Bố Y"),
    ("50", "Si La"),
    ("51", "Pu Péo"),
    ("52", "Brâu", "Brao"),
    ("53", "Ơ Đu", "Ơ-đu", "Ơđu"),
    ("54", "Rơ-măm", "Rơ Măm"),
)
"""Code, name, and what else it is written as."""

NAMES: Mapping[str, str] = {code: name for code, name, *_ in _GROUPS}
_NO_LETTER = re.compile(r"[^a-z]")


def _key(name: str) -> str:
    return _NO_LETTER.sub("", folded(name))


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    return {_key(name): code for code, *names in _GROUPS for name in names}


def ethnic_group_of(name: str) -> str:
    """The code of a group by its name or another name of it, however it is spelt; "" when there is none."""
    return _codes().get(_key(name), "")


def name_of_group(code: str) -> str:
    """The code itself when it is none of the list."""
    return NAMES.get(code, code)
