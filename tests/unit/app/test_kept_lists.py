"""A list is made again only when what it is made of changed, and is found by the hash that a manifest named."""

from app.openrosa.lists.kept import Kept, PersonalList, table

PLACE = ("46/482/20128/2012801/", "households.csv", "assess")
OTHER = ("46/482/20128/2012801/", "members.csv", "profile")


class Maker:
    def __init__(self):
        self.times = 0

    def __call__(self) -> PersonalList:
        self.times += 1
        return table(("name",), [(str(self.times),)])


def test_the_same_state_is_made_once():
    kept, make = Kept(), Maker()

    lists = [kept.current(PLACE, "state 1", make) for _ in range(3)]

    assert make.times == 1
    assert len({one.md5 for one in lists}) == 1


def test_another_state_is_made_anew_and_the_old_list_is_still_found_by_its_hash():
    kept, make = Kept(), Maker()
    old = kept.current(PLACE, "state 1", make)

    new = kept.current(PLACE, "state 2", make)

    assert new.md5 != old.md5
    assert kept.get(PLACE, old.md5) == old


def test_a_hash_finds_nothing_in_another_place():
    kept = Kept()
    made = kept.current(PLACE, "state", Maker())

    assert kept.get(OTHER, made.md5) is None


def test_the_oldest_are_forgotten_beyond_a_number_of_bytes_and_made_again_when_asked_for():
    kept, first, second = Kept(most=10), Maker(), Maker()
    kept.current(PLACE, "state", first)

    kept.current(OTHER, "state", second)
    kept.current(PLACE, "state", first)

    assert first.times == 2
