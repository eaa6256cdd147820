"""JavaRosa, the engine that phones run: our two small programs on top of it, compiled once."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

HERE = Path(__file__).parent
_VIET_NAM = ("-Dfile.encoding=UTF-8", "-Duser.timezone=Asia/Ho_Chi_Minh")
_ONE_CORE = "-XX:+UseSerialGC"
"""Others have the other cores; a quarter less work in all."""


class Engine:
    """Runs FillForm.java and OpenInstances.java."""

    def __init__(self, classes: Path) -> None:
        self._path = os.pathsep.join([ODK_VALIDATE_PATH, str(classes)])

    def run(self, program: str, *arguments: object) -> None:
        words = [str(one) for one in arguments]
        subprocess.run(["java", *_VIET_NAM, _ONE_CORE, "-cp", self._path, program, *words], check=True)

    def fill(
        self, xform: bytes, media: Mapping[str, bytes], folder: Path, *, count: int, seed: object = 20260101
    ) -> list[bytes]:
        """So many random valid instances of a form with its files. folder: one that nobody used yet."""
        (folder / "media").mkdir(parents=True)
        (folder / "out").mkdir()
        (folder / "form.xml").write_bytes(xform)
        for name, content in media.items():
            (folder / "media" / name).write_bytes(content)
        self.run("FillForm", folder / "form.xml", folder / "media", count, seed, folder / "out")
        return [(folder / "out" / f"{number}.xml").read_bytes() for number in range(count)]


def require_programs(*names: str) -> None:
    """Skip the test where one of them is missing; where the whole suite is wanted (CI) that is a failure."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        told = f"needs a Java development kit: {', '.join(missing)} not found"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)


@pytest.fixture(scope="session")
def java() -> None:
    require_programs("java")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    require_programs("javac", "java")
    folder = tmp_path_factory.mktemp("classes")
    sources = [str(path) for path in HERE.glob("*.java")]
    command = ["javac", "-encoding", "UTF-8", "-cp", ODK_VALIDATE_PATH, "-d", str(folder), *sources]
    subprocess.run(command, check=True)
    return Engine(folder)
