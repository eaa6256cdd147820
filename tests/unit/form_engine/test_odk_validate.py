import pytest

from form_engine import odk_validate


@pytest.mark.slow
def test_a_sound_form_passes_odk_validate(household_form):
    assert odk_validate.validate(household_form.xform) in ([], None)


@pytest.mark.slow
def test_a_broken_expression_is_told_without_a_stack_trace(household_form):
    told = odk_validate.validate(household_form.xform.replace(b". &gt; 0", b". &gt; foo(0"))

    if told is not None:
        assert len(told) == 1
        assert "Mismatched brackets" in told[0]
