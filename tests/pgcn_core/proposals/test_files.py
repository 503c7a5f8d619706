import pytest

from pgcn_core.errors import ProposalFileError
from pgcn_core.proposals.files import read_listed_segments, read_proposal_list

LIST = """# 0
some/path/video_a
100
2.0
2
1 10 60
3 180 900
4
1 0.8123 0.9011 12 55
0 0.0000 0.0000 50 50
0 0.0000 0.0000 150 260
0 0.0000 0.0000 200 230
# 1
video_b
50
1
0
9
0 0 0 1 5
"""


def write(tmp_path, text):
    path = tmp_path / "list.txt"
    path.write_text(text)
    return path


def test_a_list_by_hand(tmp_path):
    first, second = read_proposal_list(write(tmp_path, LIST))
    assert (first.video_id, first.n_frames) == ("video_a", 200)
    assert first.truth_frames.tolist() == [[10, 60], [180, 200]]
    assert first.truth_label_idx.tolist() == [0, 2]
    # The empty one and the one that begins at the end are gone; the end is clipped.
    assert first.proposal_frames.tolist() == [[12, 55], [150, 200]]
    assert first.proposal_label_idx.tolist() == [0, -1]
    assert first.best_tiou.tolist() == [0.8123, 0.0]
    assert first.overlap_self.tolist() == [0.9011, 0.0]
    assert first.coverage.tolist() == [43 / 200, 110 / 200]
    # No ground truth, and fewer lines than announced: both happen in released lists.
    assert second.truth_frames.shape == (0, 2)
    assert second.proposal_frames.tolist() == [[1, 5]]


def test_blank_lines_windows_ends_and_no_last_newline(tmp_path):
    text = LIST.replace("\n", "\r\n").replace("# 1", "\r\n\r\n# 1").rstrip()
    assert len(read_proposal_list(write(tmp_path, text))) == 2


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("3 180 900", "3 180", "line 7: a ground-truth line should be 3 numbers, not '3 180'"),
        ("0.8123", "high", "line 9: a proposal line should be 5 numbers"),
        ("12 55", "0.12 0.55", "line 9: start and end should be whole frames"),
        ("100\n", "many\n", "line 3: the frame count should be a number, not 'many'"),
        ("100\n", "-5\n", "line 3: the frame count should be a number"),
        ("2.0", "0", "line 4: the video should have at least one frame"),
        (
            "1 10 60",
            "0 10 60",
            "line 6: a ground-truth line should begin with a label, counted from 1, not '0 10 60'",
        ),
        ("1 10 60", "1.5 10 60", "line 6: a ground-truth line should begin with a label"),
        ("1 0.8123", "-1 0.8123", "line 9: a proposal line should begin with a label"),
        ("1 0.8123", "1.5 0.8123", "line 9: a proposal line should begin with a label"),
        ("0.8123", "81.23", "line 9: best tIoU and overlap should lie between 0 and 1, not"),
        ("0.9011", "-0.9", "line 9: best tIoU and overlap should lie between 0 and 1"),
        ("1 10 60", "1 60 10", "line 6: the end should not lie before the start"),
        ("12 55", "-12 55", "line 9: the end should not lie before the start, nor"),
        ("0\n9\n0 0 0 1 5\n", "", "line 16: the block ends where"),
        ("4\n1 0.8", "1\n1 0.8", "line 10: a line too many: '0 0.0000 0.0000 50 50'"),
        ("0\n9\n0 0 0 1 5\n", "3\n1 2 3\n", "line 18: 3 ground-truth lines were announced"),
    ],
)
def test_errors_name_the_line(tmp_path, old, new, sentence):
    assert old in LIST
    with pytest.raises(ProposalFileError) as caught:
        read_proposal_list(write(tmp_path, LIST.replace(old, new, 1)))
    assert caught.value.sentence.startswith(f"list.txt, {sentence}")


def test_an_empty_a_missing_and_a_binary_file(tmp_path):
    with pytest.raises(ProposalFileError, match="lists no video"):
        read_proposal_list(write(tmp_path, "\n# 0\n"))
    with pytest.raises(ProposalFileError, match="There is no file"):
        read_proposal_list(tmp_path / "none.txt")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(ProposalFileError, match="is not UTF-8 text"):
        read_proposal_list(tmp_path / "binary")


def test_a_normalised_list_gives_its_segments(tmp_path):
    text = "# 1\na\n1\n1\n1\n58 0.0 0.9728\n5\n58 0.9684 0.9996 0.0 0.9414\n0 0 0 0.5 0.5\n"
    (video,) = read_listed_segments(write(tmp_path, text))
    assert (video.video_id, video.n_frames) == ("a", 1)
    assert video.truth.tolist() == [[0.0, 0.9728]]
    assert video.proposals.tolist() == [[0.0, 0.9414], [0.5, 0.5]]
    with pytest.raises(ProposalFileError, match="normalised"):
        read_proposal_list(write(tmp_path, text))


def test_segments_of_a_list_in_frames_stand_as_written(tmp_path):
    first, second = read_listed_segments(write(tmp_path, LIST))
    assert first.truth.tolist() == [[10, 60], [180, 900]]
    assert second.truth.shape == (0, 2)
    assert second.proposals.tolist() == [[1, 5]]
