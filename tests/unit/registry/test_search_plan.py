import random
from itertools import product

from registry.rules.search_plan import ways
from registry.rules.search_terms import is_part, terms_of, words_of

WORDS = ["nguien", "tran", "lan", "lanh", "an", "hanh", "uien", "thi"]


def test_one_word_is_looked_for_itself_then_what_begins_so_then_what_holds_it():
    assert list(ways(["lan"], WORDS)) == [[["lan"]], [["lanh"]], [[]]]
    assert list(ways(["uien"], WORDS)) == [[["uien"]], [[]], [["nguien"]]]
    assert list(ways(["a"], WORDS)) == [[[]], [["an"]], [[]]]


def test_of_several_words_each_pair_is_a_way_in_both_orders():
    exact, _ = ways(["lan", "thi", "tran"], WORDS)

    told = {frozenset(terms) for terms in exact}
    assert told == {
        frozenset(two) for two in (("lan thi", "thi lan"), ("lan tran", "tran lan"), ("thi tran", "tran thi"))
    }


def test_every_name_that_has_the_sought_parts_is_under_a_term_of_some_step():
    chance = random.Random(4)
    names = [" ".join(three) for three in product(("Nguyễn", "Trần"), ("Thị", "Lan"), ("Hạnh", "Uyên", "Lành", "An"))]
    vocabulary = {word for name in names for word in words_of(name)}
    for _ in range(200):
        words = [word[chance.randrange(len(word)) :] for word in words_of(chance.choice(names))]
        sought = chance.sample(words, chance.randint(1, len(words)))
        if any(len(word) < 2 for word in sought):
            continue
        asked = {term for step in ways(sought, vocabulary) for terms in step for term in terms}
        for name in names:
            assert not is_part(sought, name) or asked & set(terms_of(name)), (sought, name)
