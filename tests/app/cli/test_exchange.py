"""Export, import and formats on the command line, on a real project."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from app import bootstrap
from app.cli.exchange import exchange_commands
from app.domain.edits import draw
from app.domain.errors import ExchangeError, StudioError
from app.domain.segment import Segment
from app.engine.frames import EngineFrames
from app.engine.media import EngineMedia
from app.exchange.files import FileExchange
from app.services.media import MediaTools
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from app.ui.painting import QtPainter
from tests.editor import Editor
from tests.factories import make_video as a_video
from tests.fakes import FakeFrameSource
from tests.videos import make_video


@pytest.fixture
def project(tmp_path):
    store = ProjectService(SqliteProjectFiles(), FakeFrameSource()).create(tmp_path / "games")
    video = store.add_video(a_video("a"))
    editor = Editor(store, video.id)
    label = store.ensure_labels(["jump"])["jump"]
    for start_s, end_s in ((1, 2), (10, 20)):
        editor.do(draw(label.id, Segment(start_s, end_s)), "Draw")
    store.close()
    return store.path


@pytest.fixture
def run():
    frames = FakeFrameSource()
    projects = ProjectService(SqliteProjectFiles(), frames)
    parts = bootstrap.Parts(projects, frames, None, FileExchange(), *[None] * 6)
    commands = {one.name: one for one in exchange_commands(lambda: parts)}

    def invoke(verb, *args):
        found = CliRunner().invoke(commands[verb], [*map(str, args)], catch_exceptions=False)
        assert found.exit_code == 0, found.output
        return found.output

    return invoke


def test_formats_are_listed_for_people_and_programs(run):
    assert "csv " in run("formats")
    cards = {one["id"]: one for one in json.loads(run("formats", "--json"))}
    assert cards["activitynet"]["direction"] == "both"
    assert cards["pgcn-json"]["carries"]["scores"] is True


def test_what_goes_out_is_read_back_and_comes_in_as_known(run, project, tmp_path):
    out = tmp_path / "o.csv"
    told = run(
        "export", project, "--format", "csv", "--out", out, "--columns", "video,label,start,end"
    )
    assert "read back: 2 as written" in told
    assert "1 label colour." in told
    assert out.read_text().startswith("video,label,start_s,end_s\n")
    assert "0 added, 2 known already" in run("import", project, out)


def test_a_dry_run_writes_nothing_and_a_changed_one_is_kept(run, project, tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("video,label,start_s,end_s\na.mp4,Jump,10.5,20\nb.mp4,hop,3,4\n")
    told = run("import", project, file, "--dry-run", "--match", "b.mp4=a.mp4", "--map", "hop=jump")
    assert "1 changed, 1 new" in told
    assert "0 added, 0 known already" in run("import", project, file)
    assert "1 moved" in run("import", project, file, "--changed", "replace")
    dry = tmp_path / "dry.json"
    run("export", project, "--out", dry, "--dry-run")
    assert not dry.exists()


@pytest.fixture
def films(tmp_path):
    """A project of a video that is there and one that is gone."""
    frames = EngineFrames()
    store = ProjectService(SqliteProjectFiles(), frames).create(tmp_path / "films")
    label = store.ensure_labels(["Wurf"])["Wurf"]
    for name in ("here.mp4", "gone.mp4"):
        path = make_video(tmp_path / name, n_frames=100)
        entry = replace(a_video(name, path=path, fingerprint=name), duration_s=4.0)
        video = store.add_video(entry)
        Editor(store, video.id).do(draw(label.id, Segment(1.0, 2.0)), "Draw")
    path.unlink()
    store.close()
    return store.path


@pytest.fixture
def media_run(qapp):
    frames = EngineFrames()
    tools = MediaTools(EngineMedia(frames), QtPainter)
    projects = ProjectService(SqliteProjectFiles(), frames)
    parts = bootstrap.Parts(projects, frames, None, FileExchange(tools, frames), *[None] * 6)
    commands = {one.name: one for one in exchange_commands(lambda: parts)}

    def invoke(verb, *args):
        return CliRunner().invoke(commands[verb], [*map(str, args)], catch_exceptions=False)

    return invoke


def test_clips_are_made_and_a_missing_video_is_told(media_run, films, tmp_path):
    out = tmp_path / "clips"
    done = media_run(
        "export", films, "--format", "clips", "--out", out, "--cut", "exact", "--before", "0.2",
        "--template", "{n}",
    )  # fmt: skip
    assert done.exit_code == 3
    assert "01.mp4: exact, 1.20 s, 30 frames" in done.stderr
    assert "left out: gone.mp4: its segment is left out. There is no file" in done.stderr
    assert "1 file (0 copied, 1 encoded anew to the frame), opened again: as meant" in done.stderr
    assert done.stdout.strip() == str(out)
    assert [one.name for one in out.iterdir()] == ["01.mp4"]


def test_each_media_format_is_an_export_like_others(media_run, films, tmp_path):
    for format_id, name in (("reel", "r.mp4"), ("contact-sheet", "s.png"), ("report", "r.html")):
        done = media_run(
            "export", films, "--format", format_id, "--out", tmp_path / name, "--video", "here.mp4"
        )
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).stat().st_size > 1000
    dry = media_run("export", films, "--format", "clips", "--out", tmp_path / "dry", "--dry-run")
    assert "00:01.00 - 00:02.00   here_Wurf_00-01.00" in dry.stdout
    assert not (tmp_path / "dry").exists()


def test_a_setting_of_another_format_is_told(media_run, films, tmp_path):
    with pytest.raises(ExchangeError, match="has no setting --cut") as caught:
        media_run("export", films, "--format", "reel", "--out", tmp_path / "r", "--cut", "copy")
    assert "--card-length" in caught.value.next_step
    assert media_run("export", films, "--out", tmp_path / "r", "--fade", "99").exit_code == 2


def test_settings_are_listed_for_programs(run):
    cards = {one["id"]: one for one in json.loads(run("formats", "--json"))}
    ids = {"clips", "reel", "contact-sheet", "report", "training-set"}
    assert {one["id"] for one in cards.values() if one["is_media"]} == ids
    assert {cards[one]["direction"] for one in ids} == {"out"}
    cut = next(one for one in cards["clips"]["settings"] if one["id"] == "cut")
    assert cut["choices"] == ["auto", "exact", "copy"]


def test_what_a_format_does_not_have_is_told(run, project, tmp_path):
    with pytest.raises(ExchangeError, match="no variant tab"):
        run(
            "export",
            project,
            "--format",
            "activitynet",
            "--out",
            tmp_path / "x",
            "--variant",
            "tab",
        )


def test_a_name_of_two_videos_means_both_going_out_and_none_coming_in(project, run, tmp_path):
    store = SqliteProjectFiles().open(project)
    first = store.videos()[0]
    twin = replace(a_video("b"), path=first.path.parent / "away" / first.name)
    store.add_video(twin)
    label = store.ensure_labels(["jump"])["jump"]
    Editor(store, twin.id).do(draw(label.id, Segment(3, 4)), "Draw")
    store.close()
    out = tmp_path / "out.json"
    told = run("export", project, "--format", "pgcn-json", "--out", out, "--video", twin.name)
    assert "3 segments" in told
    with pytest.raises(StudioError, match="2 videos called"):
        run("import", project, out, "--match", f"cam={twin.name}")
