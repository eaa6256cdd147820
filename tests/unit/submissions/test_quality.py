from submissions.rules.quality import Flag, attachment_findings, finding


def a_file(name):
    return {"name": name, "sha256": "0"}


def test_files_are_missing_unexpected_or_sent_twice():
    found = attachment_findings(["a", "b", "b"], [a_file("b"), a_file("c")], [a_file("b"), a_file("b")])

    assert [(one["kind"], one["facts"]["name"]) for one in found] == [
        (Flag.ATTACHMENT_MISSING, "a"),
        (Flag.ATTACHMENT_UNEXPECTED, "c"),
        (Flag.ATTACHMENT_DIFFERS, "b"),
    ]


def test_a_file_beside_a_slot_that_is_empty_is_not_one_that_came_twice():
    found = attachment_findings(["a"], [], [a_file("a")])

    assert [one["kind"] for one in found] == [Flag.ATTACHMENT_MISSING, Flag.ATTACHMENT_BESIDE]


def test_nothing_is_odd_about_what_came_as_announced():
    assert attachment_findings(["a"], [a_file("a")], []) == []


def test_a_finding_about_the_whole_has_no_path():
    assert finding(Flag.OUTSIDE_AREA) == {"path": "", "kind": "outside_area", "facts": {}}
