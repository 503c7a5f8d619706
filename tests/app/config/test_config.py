"""Settings, places and logs never stop the program from starting."""

import json
import logging

import pytest

from app.config import logs, paths
from app.config.settings import Settings, load_settings, save_settings


def test_settings_come_back(tmp_path):
    file = tmp_path / "deep" / "settings.json"
    meant = Settings(device="cpu", flow="none", checkpoint=tmp_path / "thumos14")
    save_settings(meant, file)
    found = load_settings(file)
    assert (found.settings, found.warnings) == (meant, ())


def test_no_file_is_no_warning(tmp_path):
    found = load_settings(tmp_path / "none.json")
    assert (found.settings, found.warnings) == (Settings(), ())


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b"[" * 100_000])
def test_a_bad_file_warns_and_gives_defaults(tmp_path, content):
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    found = load_settings(file)
    assert found.settings == Settings()
    assert len(found.warnings) == 1
    assert load_settings(tmp_path).settings == Settings()


def test_bad_entries_warn_and_good_ones_stay(tmp_path):
    file = tmp_path / "settings.json"
    bad = {"flow": "raft", "checkpoint": [1], "colour": 1, "version": 99}
    file.write_text(json.dumps({**bad, "device": "cpu"}))
    found = load_settings(file)
    assert found.settings == Settings(device="cpu", version=99)
    text = " ".join(found.warnings)
    for word in ("flow", "checkpoint", "colour", "newer"):
        assert word in text
    assert len(found.warnings) == 4


def test_saving_fails_whole(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        save_settings(Settings(), tmp_path / "file" / "settings.json")


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("PGCN_DATA_DIR", paths.data_dir),
        ("PGCN_CACHE_DIR", paths.cache_dir),
        ("PGCN_CONFIG_DIR", paths.config_dir),
    ],
)
def test_places_can_be_named(variable, place, tmp_path, monkeypatch):
    monkeypatch.delenv(variable, raising=False)
    assert place().is_absolute()
    assert "pgcn-studio" in place().parts
    monkeypatch.setenv(variable, str(tmp_path))
    assert place() == tmp_path


def test_logs_follow_the_named_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PGCN_DATA_DIR", str(tmp_path))
    assert paths.log_dir() == tmp_path / "logs"
    monkeypatch.delenv("PGCN_DATA_DIR")
    assert paths.log_dir().is_absolute()


def test_the_log_is_written_and_set_up_once(tmp_path):
    logs.start_logging(tmp_path / "a")
    file = logs.start_logging(tmp_path / "b")
    logging.getLogger("x").info("hello")
    logs.stop_logging()
    assert "hello" in file.read_text()
    assert "hello" not in (tmp_path / "a" / logs.LOG_NAME).read_text()


def test_no_log_file_is_no_reason_to_stop(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert logs.start_logging(tmp_path / "file") is None
    logs.stop_logging()
    assert "no log file" in capsys.readouterr().err
