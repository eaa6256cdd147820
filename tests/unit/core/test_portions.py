from core.portions import portions


def test_all_of_them_in_their_order_and_never_an_empty_one():
    assert list(portions(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(portions(dict.fromkeys("abcd"), 2)) == [["a", "b"], ["c", "d"]]
    assert list(portions([])) == []
