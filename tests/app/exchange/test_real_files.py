"""The files of the field, read as they are."""

import json

import pytest

from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.services.exchange_values import ExchangedSegment, ExchangedVideo
from tests.places import shared_dir

EXCHANGE = FileExchange()


def real(*parts):
    shared = shared_dir()
    file = shared.joinpath("data", *parts) if shared else None
    if file is None or not file.exists():
        pytest.skip(f"{parts[-1]} is not here")
    return file


@pytest.mark.parametrize(("which", "n_labels", "n_videos"), [("test", 21, 213), ("val", 21, 200)])
def test_thumos14_annotations(which, n_labels, n_videos):
    folder = real("thumos14_groundtruth", f"thumos14-{which}-annotations")
    assert EXCHANGE.read("thumos14", folder).label_names.count("Ambiguous") == 1
    contents = EXCHANGE.read("thumos14", folder)
    assert (len(contents.labels), len(contents.videos)) == (n_labels, n_videos)
    by_name = {video.name: video for video in contents.videos}
    if which == "test":
        pitch = ExchangedSegment("BaseballPitch", Segment(49.2, 53.5))
        assert pitch in by_name["video_test_0000324"].segments


def test_one_label_of_thumos14_and_its_format_is_seen():
    file = real("thumos14_groundtruth", "thumos14-test-annotations", "HighJump_test.txt")
    assert EXCHANGE.detect(file) == "thumos14"
    assert EXCHANGE.read("thumos14", file).label_names == ("HighJump",)


def test_thumos14_detections():
    file = real("thumos14_pred_turn", "TURN-FLOW-16_SCNN_thumos14_iou0.5.txt")
    assert EXCHANGE.detect(file) == "thumos14-detections"
    first = EXCHANGE.read("thumos14-detections", file).videos[0]
    assert first.name == "video_test_0000896"
    assert first.segments[0] == ExchangedSegment(
        "BasketballDunk", Segment(62.3, 64.7333333333), 0.0865174, source="suggestion"
    )


def test_a_normalised_proposal_list_takes_seconds_from_the_project():
    file = real("proposals", "anet12_tag_val_normalized_proposal_list.txt")
    assert EXCHANGE.detect(file) == "proposal-list"
    known = ExchangedVideo("nEOpfvJ7g_g.mp4", 100.0, 25.0, ())
    contents = EXCHANGE.read("proposal-list", file, [known])
    (one,) = [video for video in contents.videos if video.segments]
    assert one.segments == (ExchangedSegment("class 58", Segment(0.0, 97.28)),)
    assert len(one.proposals) == 15
    assert "not in the project" in contents.remarks[0]


def test_activitynet_is_seen():
    truth = real("activitynet_annotations", "activity_net.v1-2.min-missing-removed.json")
    assert EXCHANGE.detect(truth) == "activitynet"


def test_the_json_that_actionformer_trains_on():
    file = real("thumos14_groundtruth", "actionformer_style_thumos14.json")
    assert EXCHANGE.detect(file) == "activitynet"
    contents = EXCHANGE.read("activitynet", file)
    listed = json.loads(file.read_text())["database"]
    assert [video.name for video in contents.videos] == list(listed)
    bowling = contents.videos[0]
    assert bowling.duration_s == 33.83
    assert bowling.segments[0] == ExchangedSegment("CricketBowling", Segment(0.2, 1.1))
    n_listed = sum(len(video["annotations"]) for video in listed.values())
    assert contents.n_segments + sum(video.n_unusable for video in contents.videos) == n_listed


def test_the_json_that_bsn_trains_on():
    file = real("activitynet_annotations", "anet_anno_action.json")
    assert EXCHANGE.detect(file) == "activitynet"
    contents = EXCHANGE.read("activitynet", file)
    listed = json.loads(file.read_text())
    assert [video.name for video in contents.videos] == list(listed)
    first = contents.videos[0]
    assert (first.duration_s, first.segments[0].label) == (82.73, "Ballet")
    n_listed = sum(len(video["annotations"]) for video in listed.values())
    assert contents.n_segments + sum(video.n_unusable for video in contents.videos) == n_listed
