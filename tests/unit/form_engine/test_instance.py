import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_engine.errors import NoFormId
from form_engine.instance import expected_attachments, read_instance

ID = "uuid:6f8d2b1e-7e8c-4d46-9b0d-9f27c2c3a001"


def an_instance(content: str = "", meta: str = f"<meta><instanceID>{ID}</instanceID></meta>") -> bytes:
    return f'<data id="household" version="1">{content}{meta}</data>'.encode()


def test_intake_learns_what_it_needs(household_xml):
    instance = read_instance(household_xml)

    assert (instance.form_id, instance.version) == ("household", "2017101601")
    assert instance.instance_id == ID
    assert instance.instance_name == "Hộ 7"
    assert instance.audit_file == "audit.csv"
    assert (instance.deprecated_id, instance.encrypted) == ("", False)


@pytest.mark.parametrize(
    "meta",
    [
        f"<meta><instanceID>{ID}</instanceID></meta>",
        f"<meta> <instanceID>\n{ID} </instanceID> </meta>",
        f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{ID}</orx:instanceID></orx:meta>',
        f'<meta xmlns="http://openrosa.org/xforms"><instanceID>{ID}</instanceID></meta>',
        f'<x:meta xmlns:x="http://example.org"><instanceID>{ID}</instanceID></x:meta>',
    ],
)
def test_the_envelope_is_found_in_any_namespace(meta):
    assert read_instance(an_instance(meta=meta)).instance_id == ID


def test_an_old_client_may_put_the_instance_id_on_the_root():
    assert read_instance(f'<data id="a" instanceID="{ID}"/>'.encode()).instance_id == ID


def test_a_form_without_an_id_is_known_by_its_namespace():
    assert read_instance(b'<h:data xmlns:h="http://example.org/f"/>').form_id == "http://example.org/f"


def test_an_edit_names_what_it_replaces():
    meta = f"<meta><instanceID>uuid:new</instanceID><deprecatedID>{ID}</deprecatedID></meta>"

    assert read_instance(an_instance(meta=meta)).deprecated_id == ID


def test_a_missing_instance_id_is_empty_and_no_reason_to_refuse():
    assert read_instance(an_instance(meta="")).instance_id == ""


def test_xml_that_names_no_form_is_refused():
    with pytest.raises(NoFormId):
        read_instance(b"<data version='1'/>")


SAME = an_instance("<g><a>1</a><b x='1' y='2'> two  words </b></g>")


@pytest.mark.parametrize(
    "other",
    [
        b'<?xml version="1.0" encoding="UTF-8"?>\n' + SAME,
        b"\xef\xbb\xbf" + SAME,
        SAME.decode().encode("utf-16"),
        SAME.replace(b"<g>", b"<g>\r\n  ").replace(b"</a>", b"</a>\n\t"),
        SAME.replace(b"x='1' y='2'", b'y="2"   x="1"'),
        SAME.replace(b'id="household" version="1"', b'version="1" id="household"'),
        SAME.replace(b'id="household"', b'id="household" xmlns:jr="http://openrosa.org/javarosa"'),
        SAME.replace(b"<g>", b"<g><!-- saved -->"),
        SAME.replace(b"<a>1</a>", b"<a>&#49;</a>"),
    ],
)
def test_documents_that_differ_only_in_form_have_one_content_hash(other):
    assert other != SAME
    assert read_instance(other).content_hash == read_instance(SAME).content_hash


def test_prefixes_do_not_count_but_namespaces_do():
    one = b'<data id="a" xmlns:o="http://openrosa.org/xforms"><o:meta/></data>'
    same = b'<data id="a"><meta xmlns="http://openrosa.org/xforms"/></data>'
    other = b'<data id="a"><meta/></data>'

    assert read_instance(one).content_hash == read_instance(same).content_hash
    assert read_instance(one).content_hash != read_instance(other).content_hash


@pytest.mark.parametrize(
    "other",
    [
        SAME.replace(b"<a>1</a>", b"<a>2</a>"),
        SAME.replace(b" two  words ", b" two words "),
        SAME.replace(b" two  words ", b"two  words"),
        SAME.replace(b"<a>1</a>", b""),
        SAME.replace(b"<a>1</a>", b"<a>1</a><a>1</a>"),
        SAME.replace(b"<a>1</a>", b"<c>1</c>"),
        SAME.replace(b"x='1' y='2'", b"x='2' y='1'"),
        SAME.replace(b'version="1"', b'version="2"'),
        SAME.replace(b"<a>1</a><b", b"<b").replace(b"</b>", b"</b><a>1</a>"),
    ],
)
def test_other_content_has_another_content_hash(other):
    assert other != SAME
    assert read_instance(other).content_hash != read_instance(SAME).content_hash


@given(first=st.text("ab", max_size=3), second=st.text("ab", max_size=3))
def test_text_cannot_slip_from_one_element_to_the_next(first, second):
    def hash_of(one: str, two: str) -> str:
        return read_instance(an_instance(f"<q>{one}</q><q>{two}</q>")).content_hash

    assert (hash_of(first, second) == hash_of(second, first)) == (first == second)


def test_attachments_are_the_values_of_file_questions_and_the_audit_log(household_xml, household_form):
    names = expected_attachments(read_instance(household_xml), household_form.definition)

    assert names == (
        *("1508116365001.jpg", "1508116365002.jpg", "1508116365003.m4a", "1508116365004.png"),
        "audit.csv",
    )


def test_one_name_in_two_fields_is_one_attachment(household_form):
    instance = read_instance(
        an_instance("<house><house_photo>a.jpg</house_photo></house><signature> a.jpg </signature>")
    )

    assert expected_attachments(instance, household_form.definition) == ("a.jpg",)


def test_a_text_that_looks_like_a_file_name_is_no_attachment(household_form):
    instance = read_instance(an_instance("<members><member_name>a.jpg</member_name></members><voice/>"))

    assert expected_attachments(instance, household_form.definition) == ()


def test_an_encrypted_submission_expects_its_encrypted_files(encrypted_xml, household_form):
    instance = read_instance(encrypted_xml)

    assert instance.encrypted
    assert instance.instance_id == "uuid:6f8d2b1e-7e8c-4d46-9b0d-9f27c2c3a002"
    assert expected_attachments(instance, household_form.definition) == (
        *("1508116365001.jpg.enc", "audit.csv.enc"),
        "submission.xml.enc",
    )
