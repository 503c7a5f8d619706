import threading
import time

from app.tasks.mailbox import Mailbox


def test_the_newest_letter_replaces_the_one_not_taken():
    box: Mailbox[int] = Mailbox()
    box.post(1)
    box.post(2)
    assert box.take() == 2
    assert box.is_quiet_for(0.0)


def test_quiet_ends_early_when_a_letter_comes():
    box: Mailbox[int] = Mailbox()
    timer = threading.Timer(0.02, box.post, (5,))
    timer.start()
    began_s = time.monotonic()
    assert not box.is_quiet_for(60)
    assert time.monotonic() - began_s < 30
    timer.join()
    assert box.take() == 5


def test_wait_until_looks_again_after_a_nudge():
    box: Mailbox[int] = Mailbox()
    room: list[bool] = []

    def make_room():
        room.append(True)
        box.nudge()

    timer = threading.Timer(0.02, make_room)
    timer.start()
    assert box.wait_until(lambda: bool(room))
    timer.join()


def test_wait_until_gives_way_to_a_newer_letter_even_when_ready():
    box: Mailbox[int] = Mailbox()
    box.post(1)
    assert not box.wait_until(lambda: True)
    assert box.take() == 1


def test_closing_ends_every_wait_and_drops_what_lies_there():
    box: Mailbox[int] = Mailbox()
    box.post(1)
    threading.Timer(0.02, box.close).start()
    assert box.take() == 1
    assert box.take() is None
    assert box.is_closed
    assert not box.is_quiet_for(1.0)
    assert not box.wait_until(lambda: False)
    box.post(3)
    box.close()
    assert box.take() is None


def test_what_waits_can_be_seen_without_taking_it():
    box: Mailbox[int] = Mailbox()
    assert box.waiting is None
    box.post(4)
    assert box.waiting == 4
    assert box.take() == 4
    assert box.waiting is None
