import numpy as np
import pytest
import torch

from pgcn_core.config import ProposalSettings
from pgcn_core.errors import CheckpointError, OutputError, SettingsError
from pgcn_core.proposals.bsn.checkpoint import load_bsn, save_bsn
from pgcn_core.proposals.bsn.generation import (
    BoundaryCurves,
    boundary_features,
    boundary_probabilities,
    boundary_units,
    pair_boundaries,
)
from pgcn_core.proposals.bsn.maker import Bsn
from pgcn_core.proposals.bsn.networks import ProposalEvaluation, TemporalEvaluation
from pgcn_core.proposals.bsn.settings import BsnSettings, checked
from pgcn_core.proposals.bsn.units import make_units, read_at
from pgcn_core.proposals.propose import propose
from tests.pgcn_core.sequences import sequence


def curves(start, end, action, step_s=1.0):
    centres = (np.arange(len(start)) + 0.5) * step_s
    return BoundaryCurves(
        centres, step_s, *(np.array(one, np.float64) for one in (start, end, action))
    )


def tiny(settings=None, dim=4, streams=("rgb",), max_duration_s=6.0):
    settings = settings or BsnSettings(temporal_hidden=8, evaluation_hidden=8)
    torch.manual_seed(3)
    points = 2 * settings.side_points + settings.centre_points
    return Bsn(
        settings,
        streams,
        dim,
        max_duration_s,
        TemporalEvaluation(dim, settings.temporal_hidden).eval(),
        ProposalEvaluation(points, settings.evaluation_hidden).eval(),
        {"note": "tiny"},
    )


def test_boundaries_are_peaks_or_above_half_of_the_highest():
    values = np.array([0.3, 0.1, 0.2, 0.1, 0.5, 0.6, 0.8, 0.4])
    # 0 and 2 are peaks, 4 to 6 lie above 0.4; 0.4 itself does not.
    assert boundary_units(values, 0.5).tolist() == [0, 2, 4, 5, 6]
    assert boundary_units(np.array([0.2]), 0.5).tolist() == [0]
    assert boundary_units(np.zeros(0), 0.5).tolist() == []
    assert boundary_units(np.zeros(3), 0.5).tolist() == []


def test_every_start_meets_the_later_ends_that_are_near_enough():
    start = [0.9, 0, 0.9, 0, 0, 0]
    end = [0, 0, 0.8, 0, 0.8, 0.7]
    found = pair_boundaries(curves(start, end, start), 0.5, 4.0)
    # Starts at 0.5 and 2.5, ends at 2.5, 4.5 and 5.5; 0.5 to 5.5 is longer than 4 s.
    assert found.tolist() == [[0.5, 2.5], [0.5, 4.5], [2.5, 4.5], [2.5, 5.5]]
    assert pair_boundaries(curves(end, [0.9, 0, 0, 0, 0, 0], end), 0.5, 9.0).shape == (0, 2)


def test_features_read_actionness_around_inside_and_around():
    action = np.array([0, 0, 1, 1, 1, 1, 0, 0], np.float64)
    settings = BsnSettings(centre_points=3, side_points=2, side_ratio=0.25)
    found = boundary_features(np.array([[2.5, 6.5]]), curves(action, action, action), settings)
    # Times 1.5, 3.5 | 2.5, 4.5, 6.5 | 5.5, 7.5
    np.testing.assert_allclose(found, [[0, 1, 1, 1, 0, 1, 0]], atol=1e-6)
    # Beyond the video there is nothing: a unit outside it is 0, half a unit the half.
    flat = curves(np.ones(4), np.ones(4), np.ones(4))
    found = boundary_features(np.array([[0.0, 4.0]]), flat, settings)
    np.testing.assert_allclose(found, [[0, 1, 0.5, 1, 0.5, 1, 0]], atol=1e-6)
    assert boundary_features(np.zeros((0, 2)), flat, settings).shape == (0, 7)
    assert boundary_features(np.ones((1, 2)), flat, BsnSettings()).shape == (1, 32)


def test_probabilities_of_a_proposal_are_those_of_its_ends():
    found = boundary_probabilities(
        np.array([[0.5, 2.5], [1.0, 2.0]]), curves([0.5, 0.1, 0], [0, 0.2, 0.4], [0, 0, 0])
    )
    np.testing.assert_allclose(found, [0.2, 0.3 * 0.3])


def test_units_side_by_side_and_resized():
    rgb = sequence(5, values=np.arange(5, dtype=np.float32)[:, None])
    flow = sequence(3, values=np.full((3, 2), 7, np.float32), stream="flow")
    units = make_units([flow, rgb], ("rgb", "flow"), BsnSettings(), 4.0)
    assert units.values.tolist() == [[n, 7, 7] for n in range(5)]
    assert units.step_s == pytest.approx(0.32)
    resized = make_units([rgb], ("rgb",), BsnSettings(lengths="rescaled", window_units=4), 4.0)
    assert resized.centres_s.tolist() == [0.5, 1.5, 2.5, 3.5]
    # Snippets stand at 1.28, 1.6, ... 2.56 s.
    np.testing.assert_allclose(resized.values[:, 0], [0, (1.5 - 1.28) / 0.32, 3.8125, 4], rtol=1e-5)
    with pytest.raises(CheckpointError, match="trained with flow features"):
        make_units([rgb], ("rgb", "flow"), BsnSettings(), 4.0)
    one = sequence(1)
    assert make_units([one], ("rgb",), BsnSettings(), 2.0).step_s == 2.0
    assert read_at(one.values, np.array([1.0]), np.array([0.0, 5.0])).shape == (2, 4)


def test_a_batch_equals_singles_and_padding_does_not_show():
    model = tiny().temporal
    values = torch.randn(3, 9, 4)
    together = model(values)
    for n in range(3):
        torch.testing.assert_close(model(values[n : n + 1])[0], together[n])
    inside = torch.arange(9)[None].expand(3, 9) < 6
    padded = model(torch.where(inside[..., None], values, torch.tensor(50.0)), inside)
    torch.testing.assert_close(padded[:, :, :6], model(values[:, :6]))


def test_a_bsn_as_files(tmp_path):
    bsn = tiny()
    save_bsn(bsn, tmp_path / "bsn")
    again = load_bsn(tmp_path / "bsn")
    assert (again.settings, again.streams, again.card) == (bsn.settings, bsn.streams, bsn.card)
    settings = ProposalSettings(makers=("bsn",))
    first, second = (propose([sequence(40)], settings, 14.0, one) for one in (bsn, again))
    assert np.array_equal(first.segments, second.segments)
    assert np.array_equal(first.actionness, second.actionness)


def test_files_that_cannot_be_used(tmp_path):
    with pytest.raises(CheckpointError, match="There is no BSN in"):
        load_bsn(tmp_path)
    save_bsn(tiny(), tmp_path / "one")
    card = (tmp_path / "one/bsn.json").read_text()
    for old, new, sentence in (
        ('"format": 1', '"format": 2', "newer version"),
        ('"feature_dim": 4', '"feature_dim": 5', "do not fit"),
        ("{", "[", "is damaged"),
    ):
        (tmp_path / "one/bsn.json").write_text(card.replace(old, new, 1))
        with pytest.raises(CheckpointError, match=sentence):
            load_bsn(tmp_path / "one")
    (tmp_path / "one/bsn.json").write_text(card)
    (tmp_path / "one/bsn.safetensors").write_bytes(b"junk")
    with pytest.raises(CheckpointError, match="missing or damaged"):
        load_bsn(tmp_path / "one")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="could not be written"):
        save_bsn(tiny(), tmp_path / "file")


def test_settings_out_of_range_are_named():
    with pytest.raises(SettingsError, match="'window_units' is wrong"):
        checked(BsnSettings(window_units=1))


def test_it_scores_the_segments_of_other_makers_too():
    bsn = tiny()
    settings = ProposalSettings(makers=("sliding", "bsn"), suppression="soft_nms")
    found = propose([sequence(40)], settings, 14.0, bsn)
    assert len(found.segments) > 20
    assert (np.diff(found.actionness) <= 0).all()
    assert ((found.actionness >= 0) & (found.actionness <= 1)).all()
    assert found.segments.min() >= 0
    assert found.segments.max() <= 14.0


def test_one_snippet_gives_the_whole_video():
    found = propose([sequence(1)], ProposalSettings(makers=("bsn",)), 2.0, tiny())
    assert found.segments.tolist() == [[0.0, 2.0]]


def test_what_does_not_fit_is_named():
    settings = ProposalSettings(makers=("bsn",))
    with pytest.raises(SettingsError, match="needs a trained BSN"):
        propose([sequence(4)], settings, 2.0)
    with pytest.raises(CheckpointError, match="takes 4 features a unit, here are 6"):
        propose([sequence(4, dim=6)], settings, 2.0, tiny())
