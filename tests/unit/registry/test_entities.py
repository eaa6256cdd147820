"""How changes of an entity that come late, in any order, or twice become versions and conflicts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.rules.entities import (
    AUTO_LABEL,
    Change,
    Changed,
    Conflict,
    Fault,
    Held,
    Kind,
    Refused,
    changed,
    in_step,
    resolved,
)

AT = datetime(2026, 11, 23, tzinfo=UTC)
BRANCH = "9a1c0000-0000-4000-8000-000000000001"


def change(source, *, create=False, update=True, label="", base=None, trunk=None, branch="", forced=False, **received):
    return Change(
        create=create,
        update=update,
        label=label,
        received=received,
        source=f"{source}#0",
        by="p1",
        at=AT,
        base=base,
        trunk=trunk,
        branch=branch,
        is_forced=forced,
    )


def made(**received):
    outcome = changed(None, change("s1", create=True, update=False, label="Cây 1", **(received or {"girth": "10"})))
    assert isinstance(outcome, Changed)
    return outcome.entity


def after(entity, *changes):
    for one in changes:
        outcome = changed(entity, one)
        assert isinstance(outcome, Changed), outcome
        entity = outcome.entity
    return entity


def test_a_creation_is_version_1_and_needs_a_label():
    entity = made(girth="10")

    assert (entity.latest.number, entity.latest.label, entity.latest.data) == (1, "Cây 1", {"girth": "10"})
    assert changed(None, change("s", create=True, update=False)) == Refused(Fault.LABEL_MISSING)


def test_an_update_overlays_what_was_received_and_an_empty_label_leaves_the_label():
    entity = after(made(girth="10", kind="lim"), change("s2", base=1, girth="12"))

    assert entity.latest.data == {"girth": "12", "kind": "lim"}
    assert (entity.latest.number, entity.latest.label, entity.latest.conflict) == (2, "Cây 1", None)


def test_the_same_change_again_makes_no_second_version():
    entity = after(made(), change("s2", base=1, girth="12"))

    again = changed(entity, change("s2", base=1, girth="12"))

    assert (again.entity, again.is_new, again.version.number) == (entity, False, 2)


@pytest.mark.parametrize(
    ("second", "conflict", "conflicting"),
    [
        ({"girth": "13"}, Conflict.HARD, ("girth",)),
        ({"girth": "12"}, Conflict.SOFT, ()),
        ({"kind": "xoan"}, Conflict.SOFT, ()),
    ],
)
def test_a_stale_update_is_applied_and_marked(second, conflict, conflicting):
    entity = after(made(girth="10", kind="lim"), change("s2", base=1, girth="12"), change("s3", base=1, **second))

    assert entity.latest.data.items() >= second.items()
    assert (entity.latest.number, entity.latest.conflict, entity.latest.conflicting) == (3, conflict, conflicting)
    assert entity.conflict is conflict


def test_a_label_set_otherwise_by_two_is_a_hard_conflict():
    entity = after(made(), change("s2", base=1, label="A"), change("s3", base=1, label="B"))

    assert (entity.conflict, entity.latest.conflicting, entity.latest.label) == (Conflict.HARD, ("label",), "B")


def test_a_hard_mark_is_not_lowered_by_a_later_soft_one():
    entity = after(
        made(girth="10"),
        change("s2", base=1, girth="12"),
        change("s3", base=1, girth="13"),
        change("s4", base=2, k="1"),
    )

    assert (entity.latest.conflict, entity.conflict) == (Conflict.SOFT, Conflict.HARD)


@pytest.mark.parametrize("base", [0, 2, 99])
def test_a_version_that_never_was_is_an_error(base):
    assert changed(made(), change("s2", base=base)) == Refused(Fault.BASE_UNKNOWN)


def test_without_a_base_or_an_entity_an_update_is_an_error():
    assert changed(made(), change("s2")) == Refused(Fault.BASE_MISSING)
    assert changed(None, change("s2", base=1)) == Refused(Fault.UNKNOWN)
    assert changed(None, change("s2", base=3, trunk=2, branch=BRANCH)) == Refused(Fault.UNKNOWN)


def test_what_may_be_either_updates_what_is_there_and_makes_what_is_not():
    either = {"create": True, "label": "Cây"}
    assert changed(None, change("s1", **either)).version.number == 1
    assert changed(made(), change("s2", base=1, **either)).version.number == 2
    assert changed(made(), change("s2", create=True, update=False, label="x")) == Refused(Fault.EXISTS)


def test_a_deleted_entity_is_not_changed():
    assert changed(replace(made(), is_deleted=True), change("s2", base=1)) == Refused(Fault.DELETED)


# --- offline branches -------------------------------------------------------------------------------------------


def test_a_run_of_offline_changes_follows_the_phone_s_own_count():
    entity = after(made(), change("s2", base=1, girth="11"))  # the server's version 2, downloaded
    first = change("s3", base=2, trunk=2, branch=BRANCH, girth="12")
    second = change("s4", base=3, trunk=2, branch=BRANCH, girth="13")

    entity = after(entity, first, second)

    assert [one.number for one in entity.versions] == [1, 2, 3, 4]
    assert (entity.latest.data["girth"], entity.latest.base, entity.conflict) == ("13", 3, None)


def test_an_offline_creation_and_its_changes():
    entity = after(
        made(), change("s2", base=1, branch=BRANCH, girth="11"), change("s3", base=2, branch=BRANCH, girth="12")
    )

    assert (entity.latest.number, entity.conflict) == (3, None)


def test_a_change_waits_for_its_forerunner_and_is_forced_when_that_never_comes():
    entity = made()
    second = change("s4", base=2, trunk=1, branch=BRANCH, girth="13")

    assert changed(entity, second) == Held()
    forced = changed(entity, replace(second, is_forced=True))
    assert (forced.version.kind, forced.version.conflict, forced.version.number) == (Kind.FORCED, Conflict.SOFT, 2)


def test_a_change_of_what_was_never_created_waits_and_then_makes_it():
    orphan = change("s2", base=1, branch=BRANCH, girth="11")

    assert changed(None, orphan) == Held()
    forced = changed(None, replace(orphan, is_forced=True)).entity
    late = changed(forced, change("s1", create=True, update=False, label="Cây 1", kind="lim"))

    assert forced.latest.label == AUTO_LABEL
    assert (late.version.label, late.version.data) == ("Cây 1", {"girth": "11", "kind": "lim"})
    assert late.version.conflict is Conflict.SOFT


def test_somebody_between_trunk_and_branch_is_a_soft_conflict_though_the_bases_meet():
    entity = after(made(girth="10", kind="lim"), change("other", base=1, kind="xoan"))
    entity = after(entity, change("s3", base=1, trunk=1, branch=BRANCH, girth="11"))
    assert entity.latest.conflict is Conflict.SOFT
    entity = resolved(entity, {}, "", by="p2", at=AT)

    entity = after(entity, change("s4", base=2, trunk=1, branch=BRANCH, girth="12"))

    assert (entity.latest.base, entity.latest.number) == (3, 4)
    assert entity.conflict is Conflict.SOFT


# --- the register, and persons ----------------------------------------------------------------------------------


def test_the_register_s_own_values_are_versions_and_nobody_s_conflict():
    entity = in_step(None, "Trần Văn Ân", {"state": "to_survey"}, by="system", at=AT)
    entity = in_step(entity, "Trần Văn Ân", {"state": "scored"}, by="system", at=AT)

    entity = after(entity, change("s1", base=1, phone="0901"))

    assert (entity.latest.number, entity.conflict) == (3, None)
    assert entity.latest.data == {"state": "scored", "phone": "0901"}
    assert in_step(entity, "Trần Văn Ân", {"state": "scored"}, by="system", at=AT) is None


def test_two_blocks_of_one_submission_are_no_conflict():
    first, second = change("s2", base=1, girth="11"), replace(change("s2", base=1, girth="12"), source="s2#1")

    assert after(made(), first, second).conflict is None


def test_a_person_resolves_a_conflict_with_or_without_other_values():
    entity = after(made(), change("s2", base=1, girth="12"), change("s3", base=1, girth="13"))

    kept = resolved(entity, {"girth": "13"}, "", by="p2", at=AT)
    other = resolved(entity, {"girth": "12"}, "Cây một", by="p2", at=AT)

    assert (kept.conflict, kept.latest.number) == (None, 3)
    assert (other.conflict, other.latest.number, other.latest.data["girth"]) == (None, 4, "12")
    assert (other.latest.label, other.latest.kind) == ("Cây một", Kind.PERSON)
