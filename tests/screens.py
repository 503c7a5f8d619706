"""Pictures of the program's main states, made by walking the real window with the real engine.

    python -m tests.screens [--language de] OUT VIDEO [VIDEO ...]

Writes OUT/NAME.png for every state. Needs the I3D weights that the set-up fetches. Settings and the
project lie in OUT, so nothing of the person's is touched.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

LONGEST_MS = 180_000
SETTLE_MS = 700


@dataclass(frozen=True, slots=True)
class State:
    """One picture: what is done first, when it is ready, and which widget is shown."""

    name: str
    act: Callable[[Any], object]
    ready: Callable[[Any], bool] = lambda _window: True
    shown: str = ""


def main(out: Path, videos: list[Path], language: str) -> int:
    """Walk through the states; return the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    for kind in ("CONFIG", "DATA"):
        os.environ[f"XDG_{kind}_HOME"] = str(out / kind.lower())
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the folders are set

    from app.bootstrap import build_parts, build_window  # noqa: PLC0415
    from app.config import paths  # noqa: PLC0415
    from app.ui.preferences import Preferences  # noqa: PLC0415

    qapp = QApplication(sys.argv[:1])
    preferences = Preferences(paths.config_dir() / "window.ini")
    preferences.language = language
    preferences.save()
    bench = LearningBench.of(out, videos)
    window = build_window(bench.in_place_of(build_parts()))
    window.show()
    missed = [state.name for state in states(out, videos, bench) if not _take(window, state, out)]
    window.close()
    del qapp
    for name in missed:
        sys.stderr.write(f"{name}: not reached in {LONGEST_MS // 1000} s\n")
    return 1 if missed else 0


def states(out: Path, videos: list[Path], bench: LearningBench) -> list[State]:
    """Return the states in the order a person meets them."""
    return [
        State("empty", lambda _window: None),
        State("analysing", _open(out, videos), lambda w: w._analysis.current is not None),
        State("to-review", lambda _window: None, _is_done),
        State("selected", _call("next_pending")),
        State("accepted", _call("accept")),
        State("queue", lambda w: w._bench.show_panel("Queue")),
        State("informative", _call("queue_informative")),
        State("put-off", lambda w: (_call("next_pending")(w), _call("snooze")(w))),
        State("relabel", _call("relabel"), shown="LabelPicker"),
        State("library-search", _search("zzz")),
        State("notes", lambda w: (w.library.filters.clear(), _call("note_segment")(w))),
        State("runs", _call("runs"), shown="RunsDialog"),
        State("labels", _call("labels")),
        State("tagging", _call("tag_mode")),
        State("palette", _call("palette"), shown="CommandPalette"),
        State("keys", _call("shortcuts"), shown="ShortcutSheet"),
        State("looks", _call("looks"), shown="LooksDialog"),
        State("export", _call("export"), shown="ExportDialog"),
        State("models", _call("model"), lambda w: len(w.models.panel.tree.rows()) == N_MODELS),
        State("fine-tune", _call("fine_tune"), _is_asked, shown="FineTunePopup"),
        State("learning", _learn(bench), lambda w: "flow" in _curves(w)),
        State("card", _finish(bench), lambda w: w.models.panel.card.clips.count() > 0),
        State("why", _ask_why, lambda w: bool(w.why_panel._pair.bars)),
        State("export-reel", _export("reel"), shown="ExportDialog"),
        State("compare", _compare(out), shown="SecondAnnotatorDialog"),
        State("compared", _read_second, lambda w: w.agreement.desk.book.n_open > 0),
        State("disagreement", _call("next_disagreement"), lambda w: w.agreement.desk.is_choosing),
        State("agreement", _call("agreement_report"), _has("AgreementDialog"), "AgreementDialog"),
        State("evaluation-empty", _call("evaluation"), lambda w: not w.evaluation.is_measuring),
        State("evaluation", _review_half, _is_measured),
        State("evaluation-clip", _go_to_error),
        State("evaluation-curves", lambda w: w.evaluation.panel.tabs.setCurrentIndex(1)),
        State("problem", _open(out, [out / "missing.mp4"]), lambda w: bool(w.notices.notices)),
        State("light", lambda w: (w.notices.close_all(), w.looks.set_theme("light"))),
        State("contrast", lambda w: w.looks.set_theme("contrast")),
    ]


N_MODELS = 4


@dataclass(frozen=True, slots=True)
class LearningBench:
    """Made-up models and somebody who learns in steps: a real fine-tuning takes minutes."""

    models: Any
    tuner: Any

    @classmethod
    def of(cls, out: Path, videos: list[Path]) -> LearningBench:
        """Return three models with figures, and clips of the videos."""
        from app.domain.segment import Segment  # noqa: PLC0415
        from app.services.model_registry import ChangedClip, LabelWorth, Worth  # noqa: PLC0415
        from tests.learners import FakeModels, HeldTuner, make_record  # noqa: PLC0415

        folder = out / "models"
        shipped, club, other = (folder / name for name in ("kinetics", "club", "winter camp"))
        models = FakeModels(folder)
        models.found = [
            make_record(other, club, worth=Worth(0.5, 0.61, 0.58, -0.2, 0.11)),
            make_record(club, shipped, worth=Worth(0.5, 0.31, 0.58, 0.1, 0.41)),
            make_record(shipped, is_default=True, learned_from=(), worth=None),
        ]
        models.labels = (
            LabelWorth("High jump", 12, 0.31, 0.72, 0.2, 0.55),
            LabelWorth("Throw discus", 7, 0.5, 0.44, -0.2, 0.1),
        )
        better = ChangedClip(videos[0], Segment(3.0, 4.5), "High jump", True, 0.12, 0.93)
        worse = ChangedClip(videos[-1], Segment(1.0, 2.0), "Throw discus", False, 0.0, 0.44)
        models.clips = (better, worse)
        models.used.append(club)
        return cls(models, HeldTuner(models))

    def in_place_of(self, parts: Any) -> Any:
        """Return the parts of the program with these in place of its own."""
        return replace(parts, models=self.models, registry=self.models, fine_tuner=self.tuner)


def _is_asked(window: Any) -> bool:
    return window.models.popup.isVisible() and "Reading" not in window.models.popup.words


def _curves(window: Any) -> Any:
    return window.models.panel.training.curves.values


def _learn(bench: LearningBench) -> Callable[[Any], object]:
    """Start on made-up corrections: nobody has been through a whole video here."""

    def act(window: Any) -> None:
        from app.services.material import Material  # noqa: PLC0415

        material = Material({"videos": []}, ("a", "b"), ("c",), 31, 12, 2)
        window.models.training.start("spring", material, bench.models.chosen)
        bench.tuner.gate.release(4)

    return act


def _finish(bench: LearningBench) -> Callable[[Any], object]:
    def act(window: Any) -> None:
        bench.tuner.open()
        _until(lambda: not window.models.training.is_on)
        _until(lambda: len(window.models.panel.tree.rows()) == N_MODELS + 1)
        window.models.panel.show_card()

    return act


def _open(out: Path, videos: list[Path]) -> Callable[[Any], object]:
    def act(window: Any) -> None:
        if window._document.path is None:
            window._document.create(out / "screens.pgcn")
            _until(lambda: window._document.path is not None)
        window.open_paths(videos)

    return act


def _call(action_id: str) -> Callable[[Any], object]:
    return lambda window: window.actions_by_id[action_id].trigger()


def _compare(out: Path) -> Callable[[Any], object]:
    """Show the dialog for the work of a made-up colleague: every second segment of mine, late."""

    def act(window: Any) -> None:
        # The first one has an annotation of mine by now.
        first = window._document.videos[0].id
        window._document.open_video(first)
        _until(lambda: window._document.video and window._document.video.entry.id == first)
        video = window._document.video
        found = sorted(video.timeline.suggestions.values(), key=lambda one: one.segment)[::2]
        rows = [
            f"{video.entry.name},{window._document.label_name(one.label_id)},"
            f"{one.segment.start_s + 0.3},{one.segment.end_s + 0.3}"
            for one in found
        ]
        file = out / "colleague.csv"
        file.write_text("\n".join(["video,label,start_s,end_s", *rows]) + "\n")
        window.agreement.show_import(file)
        dialog = _popup("SecondAnnotatorDialog")
        dialog._format.setCurrentIndex(dialog._format.findData("csv"))
        _until(dialog._import.isEnabled)

    return act


def _read_second(window: Any) -> None:
    window.agreement.show_import(Path(window._document.path).parent / "colleague.csv")
    dialog = _popup("SecondAnnotatorDialog")
    dialog._format.setCurrentIndex(dialog._format.findData("csv"))
    _until(dialog._import.isEnabled)
    dialog.accept()


def _has(kind: str) -> Callable[[Any], bool]:
    return lambda _window: _popup(kind) is not None


def _search(text: str) -> Callable[[Any], object]:
    return lambda window: window.library.filters.field.setText(text)


def _ask_why(window: Any) -> None:
    window.actions_by_id["next_pending"].trigger()
    window.actions_by_id["why"].trigger()


def _review_half(window: Any) -> None:
    """Judge all of the open video, every second suggestion right, and look what that comes to."""
    suggestions = list(window._document.video.timeline.suggestions.values())
    waiting = [one.id for one in suggestions if one.verdict.value in {"pending", "snoozed"}]
    for number, suggestion_id in enumerate(waiting):
        window.reviewer.select(suggestion_id)
        window.actions_by_id["reject" if number % 2 else "accept"].trigger()


def _is_measured(window: Any) -> bool:
    found = window.evaluation.found
    is_done = found is not None and found.measured is not None
    return is_done and not window.evaluation.is_measuring


def _go_to_error(window: Any) -> None:
    desk = window.evaluation
    kinds = [kind for kind, count in desk.found.counts().items() if count]
    desk.panel.kind_chosen.emit(kinds[-1])
    desk.panel.clip_chosen.emit(desk.panel.clips.at(0).row)


def _export(format_id: str) -> Callable[[Any], object]:
    def act(window: Any) -> None:
        _call("export")(window)
        _popup("ExportDialog").choose(format_id)

    return act


def _is_done(window: Any) -> bool:
    video = window._document.video
    return not window.is_working and video is not None and video.run is not None


def _take(window: Any, state: State, out: Path) -> bool:
    """Bring a state about and write its picture; say whether it was reached."""
    state.act(window)
    if not _until(lambda: state.ready(window)):
        return False
    _wait(SETTLE_MS)
    shown = _popup(state.shown) if state.shown else None
    # A popup is a window of its own: the screen has both.
    picture = window.screen().grabWindow(0) if shown else window.grab()
    picture.save(str(out / f"{state.name}.png"))
    if shown is not None:
        shown.close()
    return shown is not None or not state.shown


def _popup(kind: str) -> Any:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    found = QApplication.topLevelWidgets()
    return next((one for one in found if type(one).__name__ == kind and one.isVisible()), None)


def _until(is_so: Callable[[], bool]) -> bool:
    waited_ms = 0
    while not is_so() and waited_ms < LONGEST_MS:
        _wait(50)
        waited_ms += 50
    return is_so()


def _wait(for_ms: int) -> None:
    # QTest.qWait would hold the interpreter and with it every worker.
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415

    loop = QEventLoop()
    QTimer.singleShot(for_ms, loop.quit)
    loop.exec()


if __name__ == "__main__":
    given, language = sys.argv[1:], "en"
    if given[:1] == ["--language"]:
        language, given = given[1], given[2:]
    if len(given) < 2:
        sys.exit(__doc__)
    sys.exit(main(Path(given[0]).absolute(), [Path(one).absolute() for one in given[1:]], language))
