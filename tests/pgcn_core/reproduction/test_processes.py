import pytest
from click.testing import CliRunner

from pgcn_core.__main__ import cli
from tests.pgcn_core.reproduction.kitchen_folder import write_salads


@pytest.mark.slow
def test_processes_come_to_what_one_comes_to(tmp_path):
    data = write_salads(tmp_path / "kitchen")

    def table(workers):
        line = ["reproduce", "--dataset", "50salads", "--splits", "2", "--seeds", "0"]
        line += ["--epochs", "1", "--table", "depth", "--data", data, "--workers", workers]
        done = CliRunner().invoke(cli, [*map(str, line), "--out", str(tmp_path / f"w{workers}")])
        assert done.exit_code == 0, done.exception
        return done.stdout

    assert table(2) == table(1)
