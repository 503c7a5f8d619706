"""What a training tells of its epochs while it runs, and again when it goes on."""

import pytest

from pgcn_core.training.train import RunOptions, train
from pgcn_core.training.watching import finished_epoch
from tests.pgcn_core.training.sets import make_data, small

FOUR = small(optimiser={"epochs": 4, "milestones": (2,)})


class Killed(Exception):
    """Stands for a process that ends here."""


def die_in_the_third(stage, done, total):
    if stage.startswith("Epoch 3 ") and done == 1:
        raise Killed


def test_every_epoch_is_told_with_all_its_losses(tmp_path):
    seen = []
    data = make_data(tmp_path, FOUR)
    result = train(data, FOUR, RunOptions(tmp_path / "out", watch=seen.append))
    assert [(one.stream, one.epoch, one.n_epochs) for one in seen] == [
        ("rgb", epoch, 4) for epoch in (1, 2, 3, 4)
    ]
    for one, row in zip(seen, result.epochs, strict=True):
        assert one.losses == {
            "total": row["loss"],
            "activity": row["activity"],
            "completeness": row["completeness"],
            "regression": row["regression"],
        }


def test_an_epoch_is_kept_before_it_is_told(tmp_path):
    data, out = make_data(tmp_path, FOUR), tmp_path / "out"

    def die(epoch):
        raise Killed

    with pytest.raises(Killed):
        train(data, FOUR, RunOptions(out, watch=die))
    seen = []
    train(data, FOUR, RunOptions(out, resume=True, watch=seen.append))
    assert [one.epoch for one in seen] == [1, 2, 3, 4]
    assert len((out / "training-rgb" / "log.jsonl").read_text().splitlines()) == 4


def test_who_goes_on_is_told_first_what_was_finished_before(tmp_path):
    data, out = make_data(tmp_path, FOUR), tmp_path / "out"
    first, second, third = [], [], []
    with pytest.raises(Killed):
        train(data, FOUR, RunOptions(out, watch=first.append), progress=die_in_the_third)
    assert [one.epoch for one in first] == [1, 2]
    train(data, FOUR, RunOptions(out, resume=True, watch=second.append))
    assert second[:2] == first
    assert [one.epoch for one in second] == [1, 2, 3, 4]
    train(data, FOUR, RunOptions(out, resume=True, watch=third.append))
    assert third == second


def test_a_row_of_the_log_is_an_epoch():
    row = {"epoch": 2, "rate": 0.1, "loss": 3, "activity": 1, "completeness": 1.5, "regression": 0}
    found = finished_epoch({**row, "map": None}, "flow", 9)
    assert (found.stream, found.epoch, found.n_epochs) == ("flow", 2, 9)
    assert found.losses == {"total": 3, "activity": 1, "completeness": 1.5, "regression": 0}
