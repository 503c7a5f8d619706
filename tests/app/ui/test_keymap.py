import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ui.actions import ACTIONS
from app.ui.keymap import PRESET_NAMES, PRESETS, Keymap, portable

IDS = [spec.id for spec in ACTIONS]
KEYS = ["A", "X", "Ctrl+D", "Space", "F5", "Ctrl+Shift+Z", "Shift+Q", "7"]


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_gives_a_key_twice(preset):
    assert Keymap(preset).clashes() == []
    assert set(PRESETS[preset]) <= set(IDS)
    assert preset in PRESET_NAMES
    for keys in PRESETS[preset].values():
        assert all(portable(key) for key in keys)


def test_a_preset_takes_a_key_from_its_owner_in_the_table():
    assert Keymap("losslesscut").keys("set_start") == ("I",)
    assert Keymap("losslesscut").keys("second_back") == ("Left",)
    assert "Left" not in Keymap("losslesscut").keys("frame_back")


def test_a_chosen_key_is_taken_from_whoever_had_it():
    keymap = Keymap().with_keys("fit", ["A"])
    assert keymap.keys("fit") == ("A",)
    assert keymap.keys("accept") == ("Return", "Enter")
    assert keymap.owner("A") == "fit"
    back = keymap.without_own("accept")
    assert back.keys("accept") == ("A", "Return", "Enter")
    assert back.keys("fit") == ()


def test_choosing_what_the_preset_says_is_no_choice():
    assert Keymap().with_keys("accept", ["A", "Return", "Enter"]).own == {}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"preset": "vi", "own": {}}', '{"preset": "studio", "own": 5}',
     '{"preset": "studio", "own": {"gone": ["A"], "accept": 7}}',
     '{"preset": "studio", "own": {"fit": ["A"]}}'],
)  # fmt: skip
def test_what_does_not_fit_is_left_out(text):
    assert Keymap.from_json(text).own == {}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(PRESETS)),
    st.lists(
        st.tuples(st.sampled_from(IDS), st.lists(st.sampled_from(KEYS), max_size=3), st.booleans()),
        max_size=8,
    ),
)
def test_no_history_of_choices_ends_in_a_clash(preset, choices):
    keymap = Keymap(preset)
    for action_id, keys, resets in choices:
        keymap = keymap.without_own(action_id) if resets else keymap.with_keys(action_id, keys)
        assert keymap.clashes() == []
        if not resets:
            assert keymap.keys(action_id) == tuple(dict.fromkeys(keys))
    assert Keymap.from_json(keymap.to_json()) == keymap
