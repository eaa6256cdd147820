"""The training commune in the stores: forms, areas, households, people, last year's round, and what phones sent in
villages 2 to 4.

Apart from the command that starts everything, because it reads in half the program: the stores start meanwhile.
"""

from dataclasses import dataclass
from typing import Any

from app import stores
from app.training import commune, demo_file, last_year, last_year_papers, stages
from app.training.forms import publish_folder
from config.settings import Settings
from core.blobs import S3Blobs
from core.clock import utc_now


@dataclass(frozen=True, slots=True)
class Opening:
    """Of the settings with the addresses of the stores, which must answer."""

    settings: Settings
    blobs: S3Blobs

    @classmethod
    def of(cls, settings: Settings) -> "Opening":
        return cls(settings, stores.connect(settings))

    @property
    def is_played(self) -> bool:
        return stages.are_played(self.settings.data_dir)

    def settle(self) -> dict[str, Any]:
        """Indexes, forms, areas, households, people. Returns what demo.json tells. Doubles nothing.

        The first time last year's round goes before the running one, which opens when that is over.
        """
        stores.prepare(self.blobs)
        is_first = commune.running_round() is None
        last = last_year.of(utc_now, self.blobs)
        publish_folder(self.settings.xlsforms_dir, blobs=self.blobs, clock=last.at(0, 6) if is_first else utc_now)
        known = demo_file.read(self.settings.data_dir)
        people = known["people"] if known else demo_file.people_rows(commune.add_people(utc_now))
        if is_first:
            last_year_papers.play(last)
        opened = commune.settle(utc_now)
        return self._written(people, opened.id)

    def play(self, told: dict[str, Any]) -> dict[str, Any]:
        """Phones and verdicts of villages 2 to 4, through the running server. Raises PhoneTrouble."""
        stages.play(told, self.blobs)
        stages.mark_played(self.settings.data_dir)
        return self._written(told["people"], told["round_id"])

    def _written(self, people: list[dict[str, Any]], round_id: str) -> dict[str, Any]:
        settings = self.settings
        return demo_file.write(settings.data_dir, base_url=settings.base_url, round_id=round_id, people=people)
