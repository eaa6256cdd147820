"""In which order the index is asked for what was typed: the closest first, and of several ways the narrowest."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, product

MOST_TERMS = 60
"""So many terms are asked for in one search; what is left over is told as “there may be more”."""
LEAST_LETTERS = 2
"""A single letter is looked for at the beginning of words alone."""

Terms = Sequence[str]


def ways(sought: Sequence[str], words: Collection[str]) -> Iterator[list[Terms]]:
    """Steps of a search, one after the other until enough is found. Of the ways of a step one is enough: every name
    that has all sought words is under one of its terms.

    sought: folded words as typed. words: all words of names.
    """
    if len(sought) == 1:
        exact, begins, holds = _expanded(sought[0], words)
        yield [exact]
        yield [begins]
        yield [holds]
        return
    exact_pairs = [_both_ways([one], [other]) for one, other in combinations(sought, 2)]
    yield sorted(exact_pairs, key=lambda terms: -len(terms[0]))
    all_of = {word: [found for step in _expanded(word, words) for found in step] for word in sought}
    one, other = min(combinations(sought, 2), key=lambda two: len(all_of[two[0]]) * len(all_of[two[1]]))
    pairs = _both_ways(all_of[one], all_of[other])
    if len(pairs) <= MOST_TERMS:
        yield [[term for term in pairs if term not in exact_pairs[0]]]
    else:  # too many pairs: by the word that fewest words of names hold
        yield [min(all_of.values(), key=len)]


def _expanded(part: str, words: Collection[str]) -> tuple[list[str], list[str], list[str]]:
    """The word itself; the words that begin with it; those that hold it elsewhere. The shortest first."""
    short_first = sorted(words, key=lambda word: (len(word), word))
    begins = [word for word in short_first if word.startswith(part) and word != part]
    is_long = len(part) >= LEAST_LETTERS
    holds = [word for word in short_first if is_long and part in word[1:] and not word.startswith(part)]
    return ([part] if part in words else []), begins, holds


def _both_ways(ones: Sequence[str], others: Sequence[str]) -> list[str]:
    """Pairs in both orders: the index has a pair in the order of the name."""
    pairs = [pair for one, other in product(ones, others) for pair in (f"{one} {other}", f"{other} {one}")]
    return list(dict.fromkeys(pairs))
