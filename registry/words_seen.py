"""The words that names of the register are made of: what a typed part of a word is looked for among.

A few thousand for all of Viet Nam, kept by their first letter, so that a search reads them fresh in one small query.
"""

from collections import defaultdict
from collections.abc import Iterable

from pymongo import UpdateOne

from core import mongo
from registry.rules.search_terms import words_of

_written: dict[str, set[str]] = {}
"""By database: what this process knows to stand there already."""


def forget() -> None:
    """This process goes on with another server, or with another state of it."""
    _written.clear()


def learn(names: Iterable[str]) -> None:
    """Keep the words of some names; before the names themselves are written, so that no name is without its words."""
    known = _written.setdefault(mongo.database().name, set())
    new = {word for name in names for word in words_of(name)} - known
    by_letter = defaultdict(list)
    for word in sorted(new):
        by_letter[word[0]].append(word)
    if by_letter:
        updates = [
            UpdateOne({"_id": letter}, {"$addToSet": {"words": {"$each": words}}}, upsert=True)
            for letter, words in by_letter.items()
        ]
        mongo.collection("name_words").bulk_write(updates, ordered=False)
    known |= new


def all_words() -> list[str]:
    return [word for one in mongo.collection("name_words").find({}) for word in one["words"]]
