"""What threads with a mailbox have in common."""

import time

from PySide6.QtCore import QObject, Signal

from app.tasks.relay import Relay
from app.tasks.worker import Worker


class Echo(Worker[int]):
    """Says back what it is asked; holds on to a number until it is called elsewhere."""

    said = Signal(int)
    held = Signal()

    def run(self):
        while (number := self._mailbox.take()) is not None:
            if number < 0:
                self.held.emit()
                while not self._is_called():
                    self.msleep(1)
            self.said.emit(number)


def test_the_newest_request_is_answered_and_calls_away_from_the_one_before(qtbot):
    echo, said = Echo(), []
    echo.said.connect(said.append)
    with qtbot.waitSignal(echo.held):
        echo.ask(-1)
        echo.start()
    echo.ask(5)
    qtbot.waitUntil(lambda: said == [-1, 5])
    echo.leave()
    assert echo.isFinished()


def test_closing_ends_the_work_in_hand(qtbot):
    echo = Echo()
    with qtbot.waitSignal(echo.held):
        echo.ask(-1)
        echo.start()
    with qtbot.waitSignal(echo.finished):
        echo.close()


def test_one_is_on_duty_and_the_one_before_ends_behind_it(qtbot):
    office = QObject()
    relay, first, second, said = Relay[Echo](office), Echo(), Echo(), []
    second.said.connect(said.append)
    relay.take_on(first)
    with qtbot.waitSignal(first.held):
        first.ask(-1)
        first.start()
    with qtbot.waitSignal(first.destroyed):
        relay.take_on(second)
        second.start()
    assert relay.current is second
    second.ask(7)
    qtbot.waitUntil(lambda: said == [7])
    relay.let_go()
    relay.wait(time.monotonic() + 30)
    assert relay.current is None
    assert relay._leaving == []
