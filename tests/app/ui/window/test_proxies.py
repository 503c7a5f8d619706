"""Making, stopping, using and deleting a proxy in the real window, on a real video."""

import threading

import pytest

from app.domain.errors import Cancelled, EngineError
from app.engine.frames import EngineFrames
from app.engine.proxies import EngineProxies
from tests.videos import make_video, read_number


class HeldShop(EngineProxies):
    """Waits with half a proxy made until it is let go, stopped or told to fail."""

    def __init__(self, folder):
        super().__init__(folder)
        self.gate = threading.Event()
        self.failure = None

    def make(self, video, *, progress, cancel):
        progress("Proxy", 30, 60)
        while not self.gate.wait(0.02):
            if cancel.is_set():
                raise Cancelled
        if self.failure is not None:
            raise self.failure
        super().make(video, progress=progress, cancel=cancel)


@pytest.fixture
def shop(tmp_path):
    return HeldShop(tmp_path / "proxies")


@pytest.fixture
def rig(make_rig, shop, qtbot):
    rig = make_rig(EngineFrames(shop), shop)
    rig.told = []
    rig.window.statusBar().messageChanged.connect(rig.told.append)
    video = make_video(rig.folder / "match.mp4", n_frames=130, gop=500, size=(960, 540))
    rig.drop(video)
    qtbot.waitUntil(lambda: rig.document.video is not None)
    return rig


def action(rig, name):
    return rig.window.actions_by_id[name]


def test_a_heavy_video_is_quietly_said_to_be_and_its_proxy_is_used(rig, shop, qtbot):
    # A line stands for some seconds only, less than a busy machine takes to come here.
    assert any("heavy to scrub (a keyframe only every 130 frames)" in one for one in rig.told)
    make, delete = action(rig, "make_proxy"), action(rig, "delete_proxy")
    assert (make.isEnabled(), delete.isEnabled()) == (True, False)
    make.trigger()
    qtbot.waitUntil(lambda: rig.window.proxies.words.text() == "Proxy of match.mp4 50 %")
    assert make.text() == "Stop making the proxy"
    shop.gate.set()
    qtbot.waitUntil(lambda: not rig.window.proxies.is_making)
    assert (make.isEnabled(), delete.isEnabled()) == (False, True)
    assert make.text() == "Make a proxy"
    assert rig.window.proxies.words.text() == ""
    assert any("has a proxy now" in one for one in rig.told)

    player = rig.window.player
    shown = []
    player.frame_shown.connect(lambda idx, is_exact: shown.append((idx, is_exact)))
    player.scrub_to(100 / 25)
    qtbot.waitUntil(lambda: (100, True) in shown)
    assert shown[0] == (100, False)
    delete.trigger()
    assert (make.isEnabled(), delete.isEnabled()) == (True, False)
    assert list((shop._folder).iterdir()) == []


def test_stopping_leaves_nothing(rig, shop, qtbot):
    make = action(rig, "make_proxy")
    make.trigger()
    qtbot.waitUntil(lambda: "50 %" in rig.window.proxies.words.text())
    make.trigger()
    assert not make.isEnabled()
    qtbot.waitUntil(lambda: not rig.window.proxies.is_making)
    assert make.isEnabled()
    assert "No proxy was made of match.mp4." in rig.window.statusBar().currentMessage()
    assert not action(rig, "delete_proxy").isEnabled()


def test_a_full_disk_is_a_problem_with_a_sentence(rig, shop, qtbot):
    shop.failure = EngineError("There is no room left for a proxy of match.mp4.", "Free space.", 7)
    shop.gate.set()
    with qtbot.waitSignal(rig.window.problem_shown) as told:
        action(rig, "make_proxy").trigger()
    assert told.args == ["There is no room left for a proxy of match.mp4."]
    qtbot.waitUntil(lambda: not rig.window.proxies.is_making)


def test_closing_the_window_stops_it(rig, shop, qtbot):
    action(rig, "make_proxy").trigger()
    qtbot.waitUntil(lambda: "50 %" in rig.window.proxies.words.text())
    rig.window.close()
    assert not shop.gate.is_set()


def test_without_a_shop_nothing_is_offered(make_rig, qtbot):
    rig = make_rig()
    rig.drop(rig.video("a.mp4"))
    qtbot.waitUntil(lambda: rig.document.video is not None)
    assert not action(rig, "make_proxy").isEnabled()
    assert not action(rig, "delete_proxy").isEnabled()


def test_the_picture_of_a_proxy_is_of_the_right_frame(rig, shop, qtbot):
    shop.gate.set()
    action(rig, "make_proxy").trigger()
    qtbot.waitUntil(lambda: not rig.window.proxies.is_making)
    with rig.frames.access(rig.folder / "match.mp4", max_height_px=540) as access:
        assert read_number(access.proxy(77)) == 77
