"""The most points that the answers of a household can give: a total above it stands on no sheet."""

from form_engine.scoring_sheet import Item, ScoringSheet


def highest_b1(sheet: ScoringSheet, score_area: str) -> int:
    """On one score sheet. Of answers that exclude each other only the best counts."""
    return sum(_highest(item, score_area) for item in sheet.items)


def _highest(item: Item, score_area: str) -> int:
    points = {answer.code: answer.points[score_area] for answer in item.answers}
    reading = item.reading
    if reading.how != "choices" or reading.combine == "max":
        return max(points.values())
    rivals = [{code: points.pop(code) for code in group if code in points} for group in reading.only_one_of]
    alone = points.pop(reading.exclusive, 0) if reading.exclusive else 0
    together = sum(points.values()) + sum(max(group.values(), default=0) for group in rivals)
    return max(alone, together)
