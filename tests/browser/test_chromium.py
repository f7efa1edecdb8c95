from __future__ import annotations

from pathlib import Path

from tests.browser.chromium import find_chromium


def program(path: Path) -> str:
    path.touch(mode=0o755)
    return str(path)


def test_an_installed_one_is_found_and_browser_may_name_another(tmp_path: Path) -> None:
    empty, folder = tmp_path / "empty", tmp_path / "bin"
    folder.mkdir()
    assert find_chromium({"PATH": str(folder)}) is None
    chrome = program(folder / "google-chrome")
    assert find_chromium({"PATH": f"{empty}:{folder}"}) == chrome
    chromium = program(folder / "chromium")
    assert find_chromium({"PATH": str(folder)}) == chromium
    mine = program(tmp_path / "my chrome")
    assert find_chromium({"PATH": str(folder), "BROWSER": mine}) == mine
    for other in ("firefox", program(tmp_path / "firefox"), str(tmp_path / "no-chromium-here")):
        assert find_chromium({"PATH": str(folder), "BROWSER": other}) == chromium
