"""Published tables from published files, to the printed digit, where the data is present."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from pgcn_core.evaluation.diagnosis import diagnose
from pgcn_core.evaluation.mean_ap import mean_average_precision
from pgcn_core.evaluation.products import compare
from pgcn_core.evaluation.reading import read_detections, read_proposals, read_truth
from pgcn_core.evaluation.recall import average_recall
from pgcn_core.evaluation.segmental import segmental_scores
from pgcn_core.reproduction.matlab import read_mat
from tests.pgcn_core.evaluation.tables import comparison
from tests.places import shared_dir

NINE = tuple(k / 10 for k in range(1, 10))


def data(name: str) -> Path:
    shared = shared_dir()
    folder = shared / "data" / name if shared else None
    if folder is None or not folder.is_dir():
        pytest.skip(f"the data set {name} is not here")
    return folder


def of_csv(folder):
    def read(name, *more):
        with gzip.open(folder / name, "rt") as stream:
            return [
                (row["video-id"], f"{int(row['cls']):02d}",
                 *(float(row[key]) for key in ("t-start", "t-end", *more)))
                for row in csv.DictReader(stream)
            ]  # fmt: skip

    return comparison(read("groundtruth.csv.gz"), read("predictions.csv.gz", "score"))


def test_autoloc():
    both = of_csv(data("thumos14_pred_autoloc"))
    measured = mean_average_precision(both, NINE)
    printed = [46.7, 41.7, 35.8, 29.0, 21.2, 13.4, 5.8, 1.6, 0.2]
    assert (100 * measured.map).round(1).tolist() == printed
    assert measured.labels_without_ground_truth == ()


def test_contextloc():
    both = of_csv(data("thumos14_pred_contextloc"))
    measured = mean_average_precision(both, NINE)
    recorded = [60.21, 58.38, 55.05, 49.20, 40.37, 29.17, 16.55, 5.48, 0.55]
    # Recorded with equal scores in another order.
    np.testing.assert_allclose(100 * measured.map, recorded, atol=0.03)


def turn(tenths, rule):
    folder = data("thumos14_pred_turn")
    found = read_detections(folder / f"TURN-FLOW-16_SCNN_thumos14_iou0.{tenths}.txt")
    truth = read_truth(data("thumos14_groundtruth") / "thumos14-test-annotations")
    both = compare(truth.of_subsets(frozenset(["test"])), found)
    return 100 * float(mean_average_precision(both, (tenths / 10,), rule).map[0])


def test_turn_tap():
    recorded = [54.65, 51.52, 44.33, 34.91, 25.78, 15.88, 7.86]
    assert [round(turn(k, "thumos14"), 2) for k in range(1, 8)] == recorded


def test_turn_tap_in_the_toolkit_s_own_order_is_the_table_of_the_paper():
    printed = [54.0, 50.9, 44.1, 34.9, 25.6]
    assert [round(turn(k, "thumos14-named"), 1) for k in range(1, 6)] == printed


@pytest.mark.parametrize(
    ("folder", "printed"),
    [
        ("50salads_mid_ed_tcn", [68.0, 63.9, 52.6, 59.8, 64.7]),
        ("video_ED-TCN_L2_C25", [73.2, 68.5, 55.6, 69.9, 63.7]),
    ],
)
def test_ed_tcn(folder, printed):
    predicted, truth = [], []
    for file in sorted((data("kitchen_features_tcn") / "predictions" / folder).glob("*.mat")):
        values = read_mat(file)
        predicted += [np.asarray(video).ravel() for video in values["P"]]
        truth += [np.asarray(video).ravel() for video in values["Y"]]
    got = segmental_scores(predicted, truth, background=0)
    numbers = 100 * np.array([*got.f1, got.edit, got.accuracy])
    assert numbers.round(1).tolist() == printed


def test_recall_of_tag_on_activitynet():
    path = data("proposals") / "anet12_tag_val_normalized_proposal_list.txt"
    videos = read_proposals(path, None, None)
    measured = average_recall(videos, [100], (0.5, 0.7, 0.9), "each")
    # Recorded as .848 .697 .394, the second rounded up.
    np.testing.assert_allclose(measured.recall, [[0.848, 0.697, 0.394]], atol=6e-4)


def test_the_activitynet_files_read_whole():
    folder = data("activitynet_annotations")
    found = read_detections(folder / "sample_detection_prediction.json")
    assert (len(found.rows), len(found.video_ids)) == (7654, 4926)
    flat = read_truth(folder / "anet_anno_action.json")
    both = compare(flat.of_subsets(flat.choose(None, found.video_ids)), found)
    assert both.n_in_unknown_videos == 361  # of videos this list does not hold
    assert len(both.labels) == 200
    nested = read_truth(folder / "activity_net.v1-2.min-missing-removed.json")
    assert set(nested.subsets.values()) == {"training", "validation", "testing"}
    assert nested.choose(None, found.video_ids) == {"validation"}


def test_error_shares_of_autoloc_add_up():
    diagnosis = diagnose(of_csv(data("thumos14_pred_autoloc")), (0.5,))
    np.testing.assert_allclose(diagnosis.shares.sum(axis=1), 1.0)
    assert (diagnosis.gains_n >= 0).all()
    # The best of each label are more often right than the rest.
    assert (np.diff(diagnosis.shares[:5, 0]) < 0).all()
