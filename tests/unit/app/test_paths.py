import pytest

from app.paths import TidyPhonePaths


def heard(path):
    seen = {}

    def inner(environ, _start):
        seen.update(environ)
        return []

    TidyPhonePaths(inner)({"PATH_INFO": path}, None)
    return seen


@pytest.mark.parametrize(
    ("path", "tidy"),
    [
        ("/openrosa/formList/", "/openrosa/formList"),
        ("/openrosa//submission", "/openrosa/submission"),
        ("//openrosa///key/x//submission//", "/openrosa/key/x/submission"),
    ],
)
def test_slashes_too_many_are_taken_off_phones_addresses_and_the_one_sent_is_kept(path, tidy):
    environ = heard(path)

    assert (environ["PATH_INFO"], environ["rasoat.path_as_sent"]) == (tidy, path)


@pytest.mark.parametrize("path", ["/api//v1/", "/", "//", "/phieu/"])
def test_other_addresses_stay_as_they_are(path):
    assert heard(path) == {"PATH_INFO": path}
