"""The benchmarks are no tests, so nothing else would notice one that does not even start."""

import importlib
import pkgutil

import pytest

from tests import bench

NAMES = [one.name for one in pkgutil.iter_modules(bench.__path__) if one.name[:5] != "test_"]


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_is_there_as_a_whole(name):
    importlib.import_module(f"tests.bench.{name}")


def test_there_are_benchmarks():
    assert {"acts", "gui", "library", "review"} <= {*NAMES}
