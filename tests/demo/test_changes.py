"""Changes written as TOML make one set of records of another."""

from datetime import date
from pathlib import Path

import pytest

from plumbline.demo.changes import Change, ChangeError, apply, load_changes
from plumbline.engine.domain.kinds import Action, ControlState, Record, Risk, SoaDeclared

DAY = date(2026, 11, 22)
RISK = Risk(ref="R-3", title="Flood", owner="PER-1", assets=("AST-1",))
ACTION = Action(ref="ACT-1", title="Pump", due=date(2026, 12, 1), done_on=date(2026, 11, 1), promised_residual=4)
ROW = SoaDeclared(ref="A.5.9", applicable="yes", justification="R-3")
CONTROL = ControlState(ref="A.5.9", status="implemented")
RECORDS: tuple[Record, ...] = (RISK, ACTION, ROW, CONTROL)


def changed(toml: str, tmp_path: Path) -> tuple[Record, ...]:
    """The records after the one change that the TOML describes."""
    path = tmp_path / "changes.toml"
    path.write_text(toml, encoding="utf-8")
    (change,) = load_changes(path).values()
    return apply(RECORDS, change, DAY)


def test_fields_are_set_and_the_rest_stays(tmp_path: Path) -> None:
    after = changed('[RSK003]\nsays = "Nobody."\n[[RSK003.set]]\nref = "R-3"\nowner = ""\n', tmp_path)

    assert after[0] == Risk(ref="R-3", title="Flood", owner="", assets=("AST-1",))
    assert after[1:] == RECORDS[1:]


def test_a_day_told_from_the_day_is_written_out(tmp_path: Path) -> None:
    after = changed('[X]\n[[X.set]]\nref = "ACT-1"\ndue = "@-2"\n', tmp_path)

    assert isinstance(after[1], Action)
    assert after[1].due == date(2026, 11, 20)


def test_an_empty_text_empties_a_day_and_a_number_too(tmp_path: Path) -> None:
    after = changed('[X]\n[[X.set]]\nref = "ACT-1"\ndone_on = ""\npromised_residual = ""\n', tmp_path)

    assert isinstance(after[1], Action)
    assert (after[1].done_on, after[1].promised_residual) == (None, None)


def test_a_control_s_key_alone_means_its_declared_row_and_a_kind_says_otherwise(tmp_path: Path) -> None:
    row = changed('[X]\n[[X.set]]\nref = "A.5.9"\napplicable = "no"\n', tmp_path)
    state = changed('[X]\n[[X.set]]\nref = "A.5.9"\nkind = "control_state"\nstatus = "none"\n', tmp_path)

    assert (row[2], row[3]) == (SoaDeclared(ref="A.5.9", applicable="no", justification="R-3"), CONTROL)
    assert (state[2], state[3]) == (ROW, ControlState(ref="A.5.9", status="none"))


def test_one_record_is_dropped_by_reference_and_all_of_a_kind_by_kind(tmp_path: Path) -> None:
    assert RISK not in changed('[X]\n[[X.drop]]\nref = "R-3"\n', tmp_path)
    assert changed('[X]\n[[X.drop]]\nkind = "soa_declared"\n', tmp_path) == (RISK, ACTION, CONTROL)


def test_a_record_is_added_at_the_end(tmp_path: Path) -> None:
    after = changed('[X]\n[[X.add]]\nkind = "risk"\nref = "R-4"\ncreated_on = "@-1"\n', tmp_path)

    assert after == (*RECORDS, Risk(ref="R-4", created_on=date(2026, 11, 21)))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[X]\n[[X.set]]\nref = "R-9"\nowner = "PER-1"\n', "R-9, of which there are 0"),
        ('[X]\n[[X.set]]\nowner = "PER-1"\n', "without saying which record"),
        ('[X]\n[[X.drop]]\nref = "R-9"\n', "which is not there"),
        ('[X]\n[[X.add]]\nkind = "dragon"\nref = "D-1"\n', "'dragon'"),
        ('[X]\n[[X.alter]]\nref = "R-3"\n', "It may hold says, set, drop and add"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused_with_a_sentence(toml: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ChangeError, match=said):
        changed(toml, tmp_path)


def test_a_field_that_no_such_record_has_is_refused() -> None:
    with pytest.raises(ValueError, match="risk has no field 'colour'"):
        apply(RECORDS, Change("X", to_set=({"ref": "R-3", "colour": "red"},)), DAY)
