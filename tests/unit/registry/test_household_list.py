import uuid

from form_engine.publishing.entity_lists import OF_THE_SERVER
from registry.rules.household_list import NAME, entity_id_of, household_id_of_new, is_of_the_register


def test_a_household_bears_a_version_4_uuid_always_the_same():
    ids = [entity_id_of(one) for one in ("h1", uuid.uuid5(uuid.NAMESPACE_URL, "x").hex)]

    assert [uuid.UUID(one).version for one in ids] == [4, 4]
    assert ids[0] == entity_id_of("h1") != ids[1]


def test_a_household_that_a_phone_made_keeps_the_phone_s_id():
    made = str(uuid.uuid4())

    assert entity_id_of(household_id_of_new(made)) == made


def test_the_list_is_known_to_forms_by_its_name():
    assert NAME in OF_THE_SERVER


def test_the_register_s_own_properties():
    assert all(map(is_of_the_register, ("head_name", "state", "last_b1_09")))
    assert not is_of_the_register("phone")
