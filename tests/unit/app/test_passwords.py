import hashlib

from app.auth.passwords import Verified, ha1, hash_password, is_password


def test_a_password_is_known_by_its_hash_and_no_other_is():
    stored = hash_password("mật khẩu dài")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_password("mật khẩu dài", stored)
    assert not is_password("mật khẩu dài ", stored)
    assert not is_password("", stored)


def test_equal_passwords_have_different_hashes():
    assert hash_password("x") != hash_password("x")


def test_nobody_has_no_password():
    assert not is_password("x", None)
    assert not is_password("x", "")
    assert not is_password("x", "not a hash")


def test_ha1_is_the_rfcs():
    assert ha1("dtv01", "p") == hashlib.md5(b"dtv01:Ra Soat:p").hexdigest()


def test_a_password_that_was_right_is_remembered_with_its_hash():
    verified = Verified()
    verified.remember("hash", "p")

    assert verified.holds("hash", "p")
    assert not verified.holds("other hash", "p")
    assert not verified.holds("hash", "q")


def test_it_is_forgotten_in_time_and_when_there_are_too_many():
    assert not _remembered(Verified(seconds=0)).holds("hash", "0")
    few = Verified(most=3)
    for number in range(5):
        few.remember("hash", str(number))

    assert [few.holds("hash", str(number)) for number in range(5)] == [False, False, True, True, True]


def _remembered(verified: Verified) -> Verified:
    verified.remember("hash", "0")
    return verified


def test_no_password_is_kept_in_clear():
    verified = Verified()
    verified.remember("hash", "geheim")

    assert b"geheim" not in repr(verified._until).encode()
