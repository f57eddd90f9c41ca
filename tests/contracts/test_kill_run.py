"""`tocsin run` killed at any moment and run again ends like a run that nobody disturbed, table by table."""

import pytest
from tests.contracts.killing import disturb, write_corpus
from tests.running import EXAMPLE


def test_ten_kills_of_runs_and_backups_leave_what_an_undisturbed_run_leaves(root, tmp_path):
    assert disturb(EXAMPLE, root, tmp_path, kills=10, during_backup=2, jobs=1) >= 5


@pytest.mark.soak
def test_a_hundred_kills_leave_what_an_undisturbed_run_leaves(root, tmp_path):
    write_corpus(tmp_path / "in", root, 400)
    at_work = disturb(str(tmp_path / "in"), root, tmp_path, kills=100, during_backup=20, jobs=2, anew=True)
    assert at_work >= 50
