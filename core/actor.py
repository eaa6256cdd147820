"""Who asks. Below the edge only this travels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a program that acts.

    area_path: the area he answers for, as codes from the province down, each followed by "/" ("46/474/19906/").
    "" stands for the whole country. Paths end in "/" so that "46/4/" never covers "46/47/".
    also: areas that ended and whose place is in his now; what happened there is his to read.
    """

    id: str
    roles: frozenset[str]
    area_path: str
    name: str = ""
    also: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Whether an area path lies in this actor's area, or in one that his took the place of."""
        return path.startswith((self.area_path, *self.also))


SYSTEM = Actor(id="system", roles=frozenset({"system"}), area_path="", name="Rà Soát")


def paths_down_to(path: str) -> list[str]:
    """Every area path that covers this one, from the country ("") down to itself.

    A document that keeps this list is found by equality from any level: the shape that an index serves.
    """
    found, start = [""], 0
    while (slash := path.find("/", start)) != -1:
        found.append(path[: slash + 1])
        start = slash + 1
    return found
