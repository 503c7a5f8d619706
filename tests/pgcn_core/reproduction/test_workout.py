import numpy as np
import pytest

from pgcn_core.errors import FeatureError
from pgcn_core.reproduction import workout
from pgcn_core.reproduction.workout import ARCHIVE, BACKGROUND, FPS, read_split

EXERCISES = ("squat", "push-up", *BACKGROUND)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Six clips of each exercise; every number of a clip's features is the clip's own."""
    made = tmp_path_factory.mktemp("workout")
    arrays = {}
    for kind, exercise in enumerate(EXERCISES):
        for clip in range(6):
            values = np.full((clip % 3 + 1, 2048), 10 * kind + clip + 1, np.float32)
            values[:, :1024] += 1000  # flow
            arrays[f"{exercise}_{clip}"] = values
    np.savez(made / ARCHIVE, **arrays)
    return made


def clips_seen(videos):
    """Values that stand for whole clips, not for a mixture of two."""
    values = np.concatenate([video.sequences["rgb"].values[::4, 0] for video in videos])
    return set(values.tolist())


def test_no_clip_is_learned_and_tested(folder):
    tested = []
    for number in (1, 2, 3):
        split = read_split(folder, number)
        assert not clips_seen(split.train) & clips_seen(split.test)
        tested.append(clips_seen(split.test))
    assert not tested[0] & tested[1]
    assert not tested[1] & tested[2]


def test_actions_lie_where_their_clips_lie(folder):
    split = read_split(folder, 1)
    assert split.labels == ("push-up", "squat")
    for video in split.test:
        units = video.sequences["rgb"].values[:, 0]
        for (start_s, end_s), label in zip(video.segments, video.label_idx, strict=True):
            first = round(start_s * FPS / 16)
            assert first * 16 / FPS == pytest.approx(start_s)
            kind = EXERCISES.index(split.labels[label])
            inside = units[first : round(end_s * FPS / 16) - 3]
            assert len(set(inside.tolist())) == 1
            assert (inside[0] - 1) // 10 == kind
        assert video.duration_s >= video.segments.max()


def test_streams_are_told_apart_and_rests_are_no_actions(folder):
    video = read_split(folder, 2).train[0]
    assert video.sequences["rgb"].values.max() < 1000 < video.sequences["flow"].values.min()
    assert video.segments[0, 0] > 0  # a session begins and ends with a rest
    assert video.segments[-1, 1] < video.duration_s


def test_units_between_two_rows_are_mixed_by_their_shares():
    rows = np.array([[0.0], [4.0], [8.0]], np.float32)
    assert workout._slide(rows)[:, 0].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert workout._slide(rows[:1])[:, 0].tolist() == [0]


def test_the_same_split_is_composed_alike(folder):
    one, two = read_split(folder, 1), read_split(folder, 1)
    assert all(
        np.array_equal(a.segments, b.segments) for a, b in zip(one.train, two.train, strict=True)
    )
    other = read_split(folder, 2)
    assert any(
        a.segments.shape != b.segments.shape for a, b in zip(one.train, other.train, strict=True)
    )


def test_an_archive_that_is_not_one_is_refused(tmp_path):
    with pytest.raises(FeatureError, match="cannot be read"):
        read_split(tmp_path, 1)
    np.savez(tmp_path / ARCHIVE, squat_1=np.ones((2, 5)))
    with pytest.raises(FeatureError, match="squat_1 is no table of 2048"):
        read_split(tmp_path, 1)
    np.savez(tmp_path / ARCHIVE, squat_1=np.ones((2, 2048)))
    with pytest.raises(FeatureError, match="those to rest with"):
        read_split(tmp_path, 1)
