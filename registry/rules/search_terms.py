"""Under which words a name is found: any part of it, without marks, in any order.

A database index serves equalities and one range, and reads all of the range before it gives anything: so a name is kept
under whole words, pairs of words and the whole name (equalities), and each person has a rank between 0 and MOST_RANK
(the range) by which the many who share a word are read in small windows. What is typed as a part of a word is looked
for among the words that there are: a few thousand in all of Viet Nam.
"""

import hashlib
import re
from collections.abc import Iterable
from itertools import combinations

from registry.rules.names import folded

MOST_WORDS = 8
"""So many words of a name are searched; longer ones are no names."""
MOST_RANK = 1 << 20
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def words_of(name: str) -> list[str]:
    """Folded, i and y alike (Lý, Lí), apostrophes dropped (H'Mông), hyphens as blanks."""
    plain = _APOSTROPHES.sub("", folded(name)).replace("y", "i")
    return [word for word in _NO_WORD.split(plain) if word][:MOST_WORDS]


def terms_of(name: str) -> list[str]:
    """What the name is kept under: each word, each two words in their order, and all of it."""
    words = words_of(name)
    pairs = [f"{one} {other}" for one, other in combinations(words, 2)]
    return list(dict.fromkeys([*words, *pairs, *([whole] if (whole := " ".join(words)) else [])]))


def rank_of(key: str) -> int:
    """A number that has nothing to do with who he is, the same always."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % MOST_RANK


def is_part(sought: Iterable[str], name: str) -> bool:
    """Whether each sought word is a part of a word of the name, each of another one."""
    left = words_of(name)
    for part in sorted(sought, key=len, reverse=True):
        found = min((word for word in left if part in word), key=len, default=None)
        if found is None:
            return False
        left.remove(found)
    return True


def closeness(sought: list[str], name: str) -> int:
    """0: the words stand together as typed; 1: words of the name begin so; 2: a part of a word."""
    words = words_of(name)
    if f" {' '.join(sought)}" in f" {' '.join(words)}":
        return 0
    return 1 if all(any(word.startswith(part) for word in words) for part in sought) else 2
