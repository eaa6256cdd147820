"""The map: the house in the middle, metres where they belong."""

from app.console.map_view import HEIGHT, WIDTH, Neighbour, map_view

HOUSE = {"latitude": 16.0, "longitude": 108.0, "accuracy": 10.0}


def a_neighbour(north: float, east: float) -> Neighbour:
    return Neighbour("id", "Lê Nam", {"latitude": 16.0 + north, "longitude": 108.0 + east})


def test_without_a_position_there_is_no_map() -> None:
    assert map_view(None, []) is None


def test_a_neighbour_to_the_north_is_drawn_above() -> None:
    drawn = map_view(HOUSE, [a_neighbour(0.001, 0)])

    assert drawn is not None
    dot = drawn.neighbours[0]
    assert dot.x == drawn.x
    assert dot.y < drawn.y
    assert 111 <= dot.metres <= 112


def test_everything_near_lies_inside_the_drawing() -> None:
    drawn = map_view(HOUSE, [a_neighbour(0.01, 0.02), a_neighbour(-0.03, 0)])

    assert drawn is not None
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.neighbours)


def test_what_lies_far_away_is_counted_and_not_drawn() -> None:
    drawn = map_view(HOUSE, [a_neighbour(1, 1)])

    assert drawn is not None
    assert drawn.neighbours == ()
    assert drawn.far == 1


def test_the_accuracy_is_drawn_to_scale() -> None:
    near, wide = map_view(HOUSE, []), map_view({**HOUSE, "accuracy": 30.0}, [])

    assert near is not None
    assert wide is not None
    assert near.accuracy is not None
    assert wide.accuracy is not None
    assert abs(wide.accuracy / near.accuracy - 3) < 0.02


def test_a_phone_that_told_no_accuracy_gets_no_circle() -> None:
    drawn = map_view({**HOUSE, "accuracy": None}, [])

    assert drawn is not None
    assert drawn.accuracy is None
