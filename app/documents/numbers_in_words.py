"""Vietnamese numbers in words, as papers write them beside the figures."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
_MOST = 999_999_999


def in_words(number: int) -> str:
    """0 to 999,999,999: 21 is "hai mươi mốt", 105 "một trăm linh năm", 2015 "hai nghìn không trăm mười lăm".

    Raises ValueError beyond.
    """
    if not 0 <= number <= _MOST:
        raise ValueError(number)
    if number == 0:
        return _DIGITS[0]
    groups = [number // 1000**place % 1000 for place in range(len(_GROUPS))]
    first = max(place for place, group in enumerate(groups) if group)
    words = [
        _below_thousand(groups[place], whole=place != first) + _GROUPS[place]
        for place in range(first, -1, -1)
        if groups[place]
    ]
    return " ".join(words)


def _below_thousand(number: int, *, whole: bool) -> str:
    """whole: hundreds are said even when there are none, since a larger group goes before."""
    hundreds, rest = divmod(number, 100)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or whole else []
    if rest:
        words.append(_below_hundred(rest, after_hundreds=bool(words)))
    return " ".join(words)


def _below_hundred(number: int, *, after_hundreds: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if after_hundreds else _DIGITS[ones]
    told = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return told
    if ones == 1 and tens > 1:
        return f"{told} mốt"
    return f"{told} {'lăm' if ones == 5 else _DIGITS[ones]}"
