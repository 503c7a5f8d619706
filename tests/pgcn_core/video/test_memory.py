from pgcn_core.video import memory


def test_linux_tells_what_is_available(tmp_path, monkeypatch):
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:       8000000 kB\nMemFree: 1 kB\nMemAvailable:    2000000 kB\n")
    monkeypatch.setattr(memory, "_LINUX_MEMORY", told)
    assert memory.available_bytes() == 2_000_000 * 1024


def test_elsewhere_it_is_guessed_from_the_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_LINUX_MEMORY", tmp_path / "none")
    pages = {"SC_PHYS_PAGES": 1000, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr(memory.os, "sysconf", pages.__getitem__)
    assert memory.available_bytes() == 1000 * 4096 // 4


def test_a_share_stays_within_its_bounds(monkeypatch):
    for available, wanted in ((100, 30), (1000, 125), (100_000, 500), (None, 500)):
        monkeypatch.setattr(memory, "available_bytes", lambda available=available: available)
        assert memory.cache_share(500, 30, 0.125) == wanted
