"""An overlay: licensed text or a translation laid over ours, from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.engine.standard.catalogue import lay_over, standard
from plumbline.engine.standard.entries import Theme
from plumbline.engine.standard.reading import StandardError


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """A folder with a German word for one entry of each kind."""
    folder = tmp_path / "deutsch"
    (folder / "guidance").mkdir(parents=True)
    written = {
        "clauses.toml": '["4.2"]\ntitle = "Interessierte Parteien"\n',
        "requirements.toml": '["6.1.2.c.2"]\nlabel = "Risikoeigentümer benannt"\ntext = "Wortlaut unter Lizenz"\n',
        "controls.toml": '["A.5.9"]\ntitle = "Inventar der Werte"\ntext = "Wortlaut unter Lizenz"\n',
        "documented_information.toml": '["isms-scope"]\nname = "Anwendungsbereich"\n',
        "gdpr.toml": '["33"]\ntitle = "Meldung an die Aufsichtsbehörde"\n',
        "guidance/a5.toml": '["A.5.9"]\npurpose = "Nur was man kennt, kann man schützen."\n',
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_its_words_stand_in_place_of_ours(overlay: Path) -> None:
    german = standard(overlay)
    assert german.label("4.2") == "Interessierte Parteien"
    assert german.label("6.1.2.c.2") == "Risikoeigentümer benannt"
    assert german.label("iso27001:2022/A.5.9") == "Inventar der Werte"
    assert german.label("gdpr/33") == "Meldung an die Aufsichtsbehörde"
    assert german.documented_information[0].name == "Anwendungsbereich"
    assert german.requirement("6.1.2.c.2").text == german.control("A.5.9").text == "Wortlaut unter Lizenz"
    assert german.guidance("A.5.9").purpose == "Nur was man kennt, kann man schützen."


def test_what_it_leaves_out_stays_ours(overlay: Path) -> None:
    ours, german = standard(), standard(overlay)
    assert german.control("A.5.9").theme is Theme.ORGANIZATIONAL
    assert german.control("A.5.10") == ours.control("A.5.10")
    assert german.guidance("A.5.9").good == ours.guidance("A.5.9").good
    assert german.guidance("A.5.10") == ours.guidance("A.5.10")
    assert german.correspondence == ours.correspondence
    assert ours.control("A.5.9").text == "", "our own edition holds no text of the standard"


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert dict(standard(tmp_path).controls) == dict(standard().controls)
    assert standard(tmp_path).guidance("A.5.9") == standard().guidance("A.5.9")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("controls.toml", '["A.5.99"]\ntitle = "x"\n', r"the standard has no A\.5\.99"),
        ("controls.toml", '["A.5.9"]\ntheme = "people"\n', "A.5.9 sets `theme`"),
        ("controls.toml", '["A.5.9"]\ntitle = 7\n', r"controls\.toml A\.5\.9: `title` is missing, empty or not text"),
        ("controls.toml", '["A.5.9"]\ntitle = " "\n', "`title` is missing, empty or not text"),
        ("controls.toml", 'title = "x"\n', "title stands outside any entry"),
        ("controls.toml", '["A.5.9"\n', r"controls\.toml is not TOML"),
        ("control.toml", "", r"control\.toml is no file of an overlay"),
    ],
)
def test_a_mistake_in_it_is_named_with_file_and_entry(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(StandardError, match=message):
        standard(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["A.5.9"]\nquestions = ["One?"]\n', "`questions` has 1 texts. Write exactly two"),
        ('["A.5.9"]\nevidence = "a list"\n', "`evidence` is missing or not a list"),
        ('["A.5.9"]\nevidence = ["", "b"]\n', "`evidence` is missing, empty or not text"),
        ('["gdpr/33"]\npurpose = "x"\n', "the standard has no gdpr/33"),
    ],
)
def test_a_mistake_in_its_guidance_is_named_when_guidance_is_asked_for(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "guidance").mkdir()
    (tmp_path / "guidance" / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StandardError, match=message):
        standard(tmp_path).guidance("A.5.9")


def test_guidance_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "guidance").mkdir()
    for name in ("a.toml", "b.toml"):
        (tmp_path / "guidance" / name).write_text('["A.5.9"]\npurpose = "x"\n', encoding="utf-8")
    with pytest.raises(StandardError, match=r"b\.toml: A\.5\.9 already stands in another file"):
        standard(tmp_path).guidance("A.5.9")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="is not a folder"):
        standard(tmp_path / "missing")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gdpr.toml").write_bytes('["33"]\ntitle = "Behörde"\n'.encode("cp1252"))
    with pytest.raises(StandardError, match=r"gdpr\.toml is not TOML in UTF-8"):
        standard(tmp_path)


def test_what_is_laid_over_once_is_everywhere(overlay: Path) -> None:
    lay_over(overlay)
    try:
        assert standard().label("A.5.9") == "Inventar der Werte"
    finally:
        lay_over(None)
    assert standard().label("A.5.9") == "Inventory of information and other associated assets"


def test_a_folder_that_cannot_be_used_leaves_our_words_in_place(tmp_path: Path) -> None:
    (tmp_path / "controls.toml").write_text('["A.9.99"]\ntitle = "Nothing"\n', encoding="utf-8")
    with pytest.raises(StandardError):
        lay_over(tmp_path)
    assert standard().label("A.5.9") == "Inventory of information and other associated assets"


def test_its_interviews_stand_in_for_ours_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "interviews.toml").write_text(
        '"A.5.9" = "Gehen Sie durch einen Raum: was fehlt in der Liste?"\n', "utf-8"
    )
    laid_over = standard(tmp_path).interviews
    assert laid_over["A.5.9"].startswith("Gehen Sie")
    assert laid_over["A.5.10"] == standard().interviews["A.5.10"]


def test_an_interview_on_what_nobody_audits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "interviews.toml").write_text('"A.9.9" = "Was ist das?"\n', "utf-8")
    with pytest.raises(StandardError, match=r"there is no A\.9\.9"):
        _ = standard(tmp_path).interviews
