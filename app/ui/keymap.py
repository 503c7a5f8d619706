"""Which keys call which action: the table's own, a preset's, or the person's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QKeySequence

from app.ui.action_table import ACTIONS
from app.ui.actions import spec_of
from app.ui.language import QT_TRANSLATE_NOOP

Keys = tuple[str, ...]
DEFAULT_PRESET = "studio"
PRESET_NAMES = {
    "studio": "PGCN Studio",
    "losslesscut": "LosslessCut",
    "editing-suite": QT_TRANSLATE_NOOP("Dialogs", "Editing suite"),
}
# What differs from the table of actions. A key that a preset gives to one action is taken from
# the other that has it in the table.
PRESETS: Mapping[str, Mapping[str, Keys]] = {
    "studio": {},
    "losslesscut": {
        "set_start": ("I",),
        "set_end": ("O",),
        "loop": ("Shift+O",),
        "second_back": ("Left",),
        "second_on": ("Right",),
        "frame_back": (",",),
        "frame_on": (".",),
        "previous_entry": ("Up",),
        "next_entry": ("Down",),
        "export": ("E", "Ctrl+E"),
        "split": ("B",),
        "shuttle_stop": (),
        "play": ("Space", "K"),
    },
    "editing-suite": {
        "set_start": ("Q",),
        "set_end": ("W",),
        "fit": ("\\",),
        "frame_back": ("Left",),
        "frame_on": ("Right",),
        "previous_entry": ("Up",),
        "next_entry": ("Down",),
    },
}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two actions that want one key; Qt would call neither."""

    key: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action.

    Attributes:
        preset: One of ``PRESETS``.
        own: Action id to the keys the person chose; an empty tuple is no key at all.
    """

    preset: str = DEFAULT_PRESET
    own: Mapping[str, Keys] = field(default_factory=dict)

    def keys(self, action_id: str) -> Keys:
        """Return the keys of an action in Qt's portable form, the first is shown in the menu."""
        if action_id in self.own:
            return self.own[action_id]
        return self.default_keys(action_id)

    def default_keys(self, action_id: str) -> Keys:
        """Return the keys of the preset, as if the person had chosen none."""
        preset = PRESETS[self.preset]
        if action_id in preset:
            return preset[action_id]
        taken = {key for keys in preset.values() for key in map(portable, keys)}
        return tuple(key for key in spec_of(action_id).keys if portable(key) not in taken)

    def owner(self, key: str, *, but: str = "") -> str:
        """Return the action that has a key, or ''; ``but`` is not asked."""
        wanted = portable(key)
        for spec in ACTIONS:
            if spec.id != but and wanted in map(portable, self.keys(spec.id)):
                return spec.id
        return ""

    def with_keys(self, action_id: str, keys: Iterable[str]) -> Keymap:
        """Return the keymap with an action's keys chosen; whoever had one of them loses it."""
        chosen = tuple(dict.fromkeys(portable(key) for key in keys if portable(key)))
        own = dict(self.own)
        for key in chosen:
            loser = self.owner(key, but=action_id)
            if loser:
                left = own.get(loser, self.keys(loser))
                own[loser] = tuple(one for one in left if portable(one) != key)
        own[action_id] = chosen
        return _sifted(replace(self, own=own))

    def without_own(self, action_id: str) -> Keymap:
        """Return the keymap with the preset's keys for an action, taken back from others."""
        back = self.with_keys(action_id, self.default_keys(action_id))
        own = {other: keys for other, keys in back.own.items() if other != action_id}
        return _sifted(replace(back, own=own))

    def clashes(self) -> list[Clash]:
        """Return every key that two actions have."""
        owners: dict[str, str] = {}
        found = []
        for spec in ACTIONS:
            for key in map(portable, self.keys(spec.id)):
                if key in owners:
                    found.append(Clash(key, owners[key], spec.id))
                owners.setdefault(key, spec.id)
        return found

    def to_json(self) -> str:
        """Return it for the preferences."""
        return json.dumps({"preset": self.preset, "own": dict(self.own)})

    @classmethod
    def from_json(cls, text: str) -> Keymap:
        """Read what ``to_json`` wrote; what does not fit any more is left out."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(value, dict) or value.get("preset") not in PRESETS:
            return cls()
        known = {spec.id for spec in ACTIONS}
        own = value.get("own")
        kept = {
            action_id: tuple(portable(key) for key in keys if isinstance(key, str))
            for action_id, keys in (own.items() if isinstance(own, dict) else ())
            if action_id in known and isinstance(keys, list)
        }
        keymap = cls(value["preset"], kept)
        # An action of a newer version may want a key that the person gave away before.
        return cls(value["preset"]) if keymap.clashes() else keymap


def portable(key: str) -> str:
    """Return a key sequence as Qt writes it the same on every system; '' if it is none."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _sifted(keymap: Keymap) -> Keymap:
    """Forget choices that say the same as the preset."""
    own = {
        action_id: keys
        for action_id, keys in keymap.own.items()
        if tuple(map(portable, keymap.default_keys(action_id))) != tuple(map(portable, keys))
    }
    return replace(keymap, own=own)
