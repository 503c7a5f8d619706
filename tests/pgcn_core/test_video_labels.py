import json

import numpy as np
import pytest

from pgcn_core.config import DetectionSettings
from pgcn_core.detections import decode, video_label_pairs
from pgcn_core.errors import VideoLabelError
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.streams import ProposalScores
from pgcn_core.video_labels import kinetics_video_labels, read_video_labels, top_video_scores
from tests.pgcn_core.sequences import sequence
from tests.places import shared_dir


def put(path, text):
    path.write_text(text)
    return path


def scores():
    """Two proposals, three labels: background 1/2 and 1/4, completeness 1, 2 and 4."""
    activity = np.log(np.array([[4, 1, 1, 2], [2, 1, 4, 1]], np.float32))
    completeness = np.log(np.array([[1, 2, 4], [1, 2, 4]], np.float32))
    return ProposalScores(activity, completeness, np.zeros((2, 3, 2), np.float32))


def test_pairs_by_hand():
    video = np.array([0.5, 0.0, 0.25])
    pairs = video_label_pairs(scores(), video, DetectionSettings())
    # Whatever is not background, times completeness, times the score of the video.
    np.testing.assert_allclose(pairs, [[0.25, -np.inf, 0.5], [0.375, -np.inf, 0.75]], rtol=1e-6)
    pairs = video_label_pairs(scores(), video, DetectionSettings(video_label_score="label"))
    np.testing.assert_allclose(
        pairs, [[1 / 16, -np.inf, 0.25], [1 / 16, -np.inf, 0.125]], rtol=1e-6
    )


def test_every_proposal_is_given_the_labels_of_the_video_and_no_other():
    proposals = ProposalSet(np.array([[0.0, 1.0], [2.0, 4.0]]), np.ones(2, np.float32))
    found = decode(proposals, scores(), DetectionSettings(), 5.0, np.array([0.5, 0.0, 0.25]))
    assert found.label_idx.tolist() == [2, 2, 0, 0]
    assert found.proposal_idx.tolist() == [1, 0, 1, 0]
    assert found.score.tolist() == pytest.approx([0.75, 0.5, 0.375, 0.25])


def test_no_proposal():
    none = ProposalScores(np.zeros((0, 4)), np.zeros((0, 3)), np.zeros((0, 3, 2)))
    found = decode(
        ProposalSet(np.zeros((0, 2)), np.zeros(0)), none, DetectionSettings(), 5.0, np.ones(3)
    )
    assert len(found) == 0


def test_the_best_few_of_the_known_labels():
    given = {"Billiards": 0.9, "golf_swing": 0.3, "high-jump": 0.3, "Diving": 0.1}
    labels = ("HighJump", "GolfSwing", "Diving", "Shotput")
    assert top_video_scores(given, labels, 2).tolist() == [0.3, 0.3, 0.0, 0.0]
    assert top_video_scores(given, labels, 1).tolist() == [0.3, 0.0, 0.0, 0.0]
    assert top_video_scores(given, labels, 9).tolist() == [0.3, 0.3, 0.1, 0.0]
    with pytest.raises(VideoLabelError, match="no name in common"):
        top_video_scores(given, ("Shotput",), 2)


def test_numbered_rows_of_a_table(tmp_path):
    names = put(tmp_path / "names.txt", "a\nb\n")
    np.save(tmp_path / "s.npy", np.array([[0.1, 0.9], [0.6, 0.4]], np.float32))
    table = read_video_labels(tmp_path / "s.npy", names)
    assert table.of("video_test_0000002") == pytest.approx({"a": 0.6, "b": 0.4})
    for video in ("video_test_0000003", "video_test_0000000", "match"):
        with pytest.raises(VideoLabelError, match="holds videos 1 to 2"):
            table.of(video)


def test_json_and_csv(tmp_path):
    lists = read_video_labels(put(tmp_path / "s.json", json.dumps({"m": {"a": 0.5, "b": 1}})))
    assert lists.of("m") == {"a": 0.5, "b": 1.0}
    with pytest.raises(VideoLabelError, match=r"s\.json has no labels of n"):
        lists.of("n")
    text = "video,label,score\nm,a,0.5\nm,b,1\n\nn,a,0\n"
    lists = read_video_labels(put(tmp_path / "s.csv", text))
    assert (lists.of("m"), lists.of("n")) == ({"a": 0.5, "b": 1.0}, {"a": 0.0})


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("s.txt", "", "of no form that holds labels"),
        ("s.json", "{", "is not JSON: line 1"),
        ("s.json", '{"m": 3}', "should hold one object"),
        ("s.json", '{"m": {"a": -1}}', "s.json: m: a: a score should be"),
        ("s.csv", "m,a,1\n", "does not begin with the heading"),
        ("s.csv", "video,label,score\nm,a\n", "line 2 should hold three values"),
        ("s.csv", "video,label,score\nm,a,nan\n", "line 2: a score should be"),
        ("s.npy", "no numbers", "cannot be read as a plain table"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, name, text, sentence):
    names = put(tmp_path / "names.txt", "a\nb\n")
    with pytest.raises(VideoLabelError) as caught:
        read_video_labels(put(tmp_path / name, text), names)
    assert sentence in caught.value.sentence


def test_tables_are_never_unpickled_and_must_fit_their_names(tmp_path):
    names = put(tmp_path / "names.txt", "a\nb\n")
    np.save(tmp_path / "objects.npy", np.array([{}, {}], object), allow_pickle=True)
    np.save(tmp_path / "wide.npy", np.ones((2, 3)))
    np.save(tmp_path / "bad.npy", np.full((2, 2), np.nan))
    for name, sentence in (
        ("objects.npy", "plain table"),
        ("wide.npy", "has 3 columns, but names.txt names 2"),
        ("bad.npy", "not numbers of at least 0"),
        ("none.npy", "cannot be read"),
    ):
        with pytest.raises(VideoLabelError, match=sentence):
            read_video_labels(tmp_path / name, names)
    with pytest.raises(VideoLabelError, match="does not say what its columns are"):
        read_video_labels(tmp_path / "wide.npy")


def test_the_kinetics_head_over_a_video():
    logits = np.zeros((4, 3))
    logits[:2, 1] = 60.0
    found = kinetics_video_labels([sequence(4, logits=logits)], ("a", "b", "c"))
    assert found["b"] == pytest.approx(0.5, abs=0.01)
    assert found["a"] == found["c"] < 0.01
    with pytest.raises(VideoLabelError, match="hold no Kinetics labels"):
        kinetics_video_labels([sequence(4, logits=np.zeros((4, 0)))], ("a", "b", "c"))


def test_real_scores_name_what_the_videos_show(tmp_path):
    shared = shared_dir()
    if shared is None or not (shared / "data/proposals").is_dir():
        pytest.skip("the real scores are not here")
    # Columns of these THUMOS14 labels among the 101 of UCF101, which stand in alphabetical order.
    columns = {"BaseballPitch": 6, "Billiards": 11, "GolfSwing": 32, "PoleVault": 67}
    names = [f"other {n}" for n in range(101)]
    for label, column in columns.items():
        names[column] = label
    path = shared / "data/proposals/thumos14_test_untrimmednet_scores.npy"
    table = read_video_labels(path, put(tmp_path / "names.txt", "\n".join(names)))
    truth = json.loads(
        (shared / "data/thumos14_groundtruth/actionformer_style_thumos14.json").read_text()
    )["database"]
    hits = []
    for video, entry in truth.items():
        shown = {one["label"] for one in entry["annotations"]} & set(columns)
        if "test" in video and shown:
            best = max(table.of(video).items(), key=lambda item: item[1])[0]
            hits.append(best in shown)
    assert len(hits) > 20
    assert np.mean(hits) > 0.75
