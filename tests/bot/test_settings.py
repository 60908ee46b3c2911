"""What is set from outside: read once, checked, explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SETTINGS, SettingError, Settings, dotenv, env_example


def test_nothing_has_to_be_set() -> None:
    settings = Settings.read({})
    assert settings.home.is_absolute()
    assert settings.media_bytes == 20_000_000_000
    assert settings.daily_credits == 100
    assert settings.operators == frozenset()
    assert settings.lang == settings.database_url == ""


def test_values_are_typed() -> None:
    settings = Settings.read(
        {
            "REELROOM_HOME": "~/films",
            "REELROOM_MEDIA_GB": "0.5",
            "REELROOM_KEEP_DAYS": " 7 ",
            "REELROOM_OPERATORS": "telegram:12, discord:34,",
            "REELROOM_LANG": "ZH",
            "REELROOM_LOG": "debug",
        }
    )
    assert settings.home == Path.home() / "films"
    assert (settings.media_bytes, settings.keep_days) == (500_000_000, 7)
    assert settings.operators == {"telegram:12", "discord:34"}
    assert (settings.lang, settings.log) == ("zh", "DEBUG")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REELROOM_HOME", "a\0b"),
        ("REELROOM_MEDIA_GB", "much"),
        ("REELROOM_MEDIA_GB", "-1"),
        ("REELROOM_MEDIA_GB", "nan"),
        ("REELROOM_KEEP_DAYS", "0"),
        ("REELROOM_DAILY_CREDITS", "1.5"),
        ("REELROOM_OPERATORS", "telegram"),
        ("REELROOM_LANG", "fr"),
        ("REELROOM_LOG", "loud"),
        ("REELROOM_DATABASE_URL", "mysql://x"),
    ],
)
def test_an_error_quotes_the_name_and_the_value(name: str, value: str) -> None:
    with pytest.raises(SettingError) as error:
        Settings.read({name: value})
    assert name in str(error.value)
    assert repr(value) in str(error.value)


def test_an_empty_value_is_as_good_as_none() -> None:
    assert Settings.read({"REELROOM_MEDIA_GB": "  "}).media_bytes == 20_000_000_000


def test_unknown_names_get_the_nearest_known_one() -> None:
    settings = Settings.read({"REELROOM_HOM": "x", "REELROOM_QZX": "y", "PATH": "/bin"})
    assert list(settings.unknown()) == [("REELROOM_HOM", "REELROOM_HOME"), ("REELROOM_QZX", "")]


def test_dotenv_files_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        '\ufeff# mine\n\nexport A=1\nB = two words # said why\nC=\'#3 = "x"\' # q\nD="d"\nE=\n'
        "no sign\n# F=6\nG='open\nH=a#b\n",
        "utf-8",
    )
    assert dotenv(file) == {
        "A": "1",
        "B": "two words",
        "C": '#3 = "x"',
        "D": "d",
        "E": "",
        "G": "'open",
        "H": "a#b",
    }


def test_no_dotenv_file_is_no_setting(tmp_path: Path) -> None:
    assert dotenv(tmp_path / ".env") == dotenv(tmp_path) == {}


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("REELROOM_KEEP_DAYS=1\nREELROOM_LANG=ja\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REELROOM_KEEP_DAYS", "2")
    settings = Settings.read()
    assert (settings.keep_days, settings.lang) == (2, "ja")


def test_the_example_explains_every_setting_and_changes_none(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(env_example(), "utf-8")
    assert dotenv(tmp_path / ".env") == {}
    for setting in SETTINGS:
        assert f"#{setting.name}={setting.default}\n" in env_example()
