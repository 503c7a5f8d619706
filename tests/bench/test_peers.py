"""Packages that are compared with where they are installed."""

import importlib.util

import pytest

from pgcn_core.errors import SettingsError
from tests.bench import engine, peers


def test_the_steps_by_message_passing_are_ours():
    assert peers.difference_of_plain() < 1e-5


@pytest.mark.skipif(importlib.util.find_spec("torch_geometric") is not None, reason="it is here")
def test_a_peer_that_is_not_installed_is_told():
    with pytest.raises(SettingsError, match="torch_geometric is not installed"):
        peers.message_passing()


def test_it_is_a_stage_of_its_own():
    assert engine.STAGES["message_passing"] is peers.message_passing
