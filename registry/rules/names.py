"""Vietnamese names: folded for search, ordered by given name for lists."""

import re
import unicodedata

_ALPHABET = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}

_NAME = re.compile(r"(?=.{2,100}$)[^\W\d_][^\d_@#$%^&*=+<>{}\[\]|\\/~!?;:\"]*")


def tidy(name: str) -> str:
    """NFC, single spaces, no spaces at the ends."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def is_name(text: str) -> bool:
    """Whether a name may be entered so: 2 to 100 characters, a letter first, no figures. `H'Nuê` is a name."""
    return _NAME.fullmatch(tidy(text)) is not None


def folded(name: str) -> str:
    """Without marks, đ as d, lower case: the key for search. "Lê Thị Đào" -> "le thi dao"."""
    plain = unicodedata.normalize("NFD", tidy(name).casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def by_given_name(name: str) -> tuple[tuple[int, ...], ...]:
    """Sort key of lists of people: given name, then middle names from the back, then the family name."""
    words = tidy(name).lower().split()
    family, rest = words[:1], words[1:]
    return tuple(tuple(_RANK.get(letter, 200 + ord(letter)) for letter in word) for word in [*rest[::-1], *family])
