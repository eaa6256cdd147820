from pathlib import Path

import pytest

from config.settings import Environment, LogFormat, Settings, UnsafeSettings

SAFE = {
    "RASOAT_SECRET_KEY": "x" * 32,
    "RASOAT_MONGODB_URI": "mongodb://db/?replicaSet=rs0",
    "RASOAT_S3_ENDPOINT": "https://s3.example/",
    "AWS_ACCESS_KEY_ID": "a",
    "AWS_SECRET_ACCESS_KEY": "b",
    "RASOAT_BASE_URL": "https://rasoat.example/",
    "RASOAT_TRUSTED_PROXIES": "1",
}


def problems(env):
    with pytest.raises(UnsafeSettings) as refusal:
        Settings.from_env(env)
    return refusal.value.problems


def test_a_production_start_without_anything_names_all_that_is_missing():
    told = "\n".join(problems({}))

    for name in ("RASOAT_SECRET_KEY", "RASOAT_MONGODB_URI", "RASOAT_S3_ENDPOINT", "RASOAT_BASE_URL"):
        assert name in told


@pytest.mark.parametrize("name", ["RASOAT_SECRET_KEY", "RASOAT_MONGODB_URI", "RASOAT_S3_ENDPOINT", "RASOAT_BASE_URL"])
def test_a_production_start_without_one_of_them_names_that_one(name):
    (told,) = problems({key: value for key, value in SAFE.items() if key != name})

    assert name in told


@pytest.mark.parametrize("name", list(SAFE))
def test_what_is_set_to_nothing_is_not_set(name):
    assert any(name in one for one in problems(SAFE | {name: "  "}))


def test_a_short_secret_key_is_no_secret():
    assert len(problems(SAFE | {"RASOAT_SECRET_KEY": "x" * 31})) == 1


def test_the_environment_is_production_unless_it_says_otherwise():
    settings = Settings.from_env(SAFE)

    assert settings.environment is Environment.PRODUCTION
    assert (settings.host, settings.port, settings.log_format) == ("127.0.0.1", 8000, LogFormat.JSON)
    assert settings.max_body_bytes == 100_000_000
    assert settings.trusted_proxies == 1


def test_training_needs_nothing():
    settings = Settings.from_env({"RASOAT_ENV": "training"})

    assert settings.is_training
    assert (settings.mongodb_uri, settings.s3) == (None, None)
    assert settings.base_url == "http://127.0.0.1:8000"
    assert not settings.has_fixed_address
    assert settings.data_dir == Path("var").absolute()


def test_addresses_lose_their_last_slash():
    settings = Settings.from_env(SAFE)

    assert settings.base_url == "https://rasoat.example"
    assert settings.s3.endpoint == "https://s3.example"
    assert settings.has_fixed_address
    assert settings.is_https


def test_an_object_store_without_keys_is_refused_in_training_too():
    told = problems({"RASOAT_ENV": "training", "RASOAT_S3_ENDPOINT": "http://s3"})

    assert [one.split()[0] for one in told] == ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RASOAT_PORT", "0"),
        ("RASOAT_PORT", "65536"),
        ("RASOAT_PORT", "80a"),
        ("RASOAT_PORT", "-1"),
        ("RASOAT_PORT", "8_000"),
        ("RASOAT_WEB_THREADS", "0"),
        ("RASOAT_WEB_WORKERS", "65"),
        ("RASOAT_TRUSTED_PROXIES", "6"),
        ("RASOAT_MAX_BODY_BYTES", "9999"),
        ("RASOAT_ENV", "prod"),
        ("RASOAT_LOG", "xml"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_what_it_may_be(name, value):
    told = problems({"RASOAT_ENV": "training"} | {name: value})

    assert told[0].startswith(f"{name} is {value!r}")


def test_all_problems_are_told_at_once():
    assert len(problems({"RASOAT_PORT": "x", "RASOAT_LOG": "y"})) == 6


def test_secrets_do_not_show_when_settings_are_printed():
    shown = repr(Settings.from_env(SAFE | {"RASOAT_SECRET_KEY": "geheim" * 10, "AWS_SECRET_ACCESS_KEY": "geheimer"}))

    assert "geheim" not in shown
    assert "mongodb://" not in shown


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("RASOAT_BASE_URL", "http://rasoat.example", "RASOAT_BASE_URL is not https"),
        ("RASOAT_TRUSTED_PROXIES", "0", "RASOAT_TRUSTED_PROXIES is 0"),
    ],
)
def test_a_production_start_that_lets_others_listen_is_refused(name, value, told):
    (problem,) = problems({**SAFE, name: value})

    assert problem.startswith(told)
