import pytest

from app.ui.notices import NoticeBar


@pytest.fixture
def bar(qtbot):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


def test_hidden_until_there_is_something(bar):
    assert not bar.isVisible()
    bar.problem("It broke.", "Mend it.")
    assert bar._text.text() == "It broke. Mend it."
    assert bar.isVisible()
    bar.close_one()
    assert not bar.isVisible()


def test_the_same_problem_twice_is_shown_once(bar):
    bar.problem("It broke.")
    bar.problem("It broke.")
    assert len(bar.notices) == 1


def test_the_newest_is_shown_and_the_others_counted(bar):
    for number in range(3):
        bar.problem(f"Problem {number}.")
    assert bar._text.text() == "Problem 2."
    assert bar._more.text() == "2 more"
    bar.close_one()
    assert bar._text.text() == "Problem 1."
    bar.close_all()
    assert bar.notices == ()
