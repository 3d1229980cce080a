from __future__ import annotations

from collections import Counter

from minga.publish.people import people_section
from minga.publish.tallies import Tally
from tests.publish.projects import IMPRINT


def tally() -> Tally:
    return Tally(reviewers=Counter({("Zoe",): 9, ("Óscar",): 3, ("Ada",): 3, ("Persona 1 (simulada)",): 20}))


def test_people_are_named_by_their_records_unless_the_project_says_otherwise() -> None:
    assert "**Reviewed**: Zoe (9), Ada (3), Óscar (3)." in people_section(tally(), IMPRINT)


def test_the_alphabet_is_that_of_the_projects_language() -> None:
    alphabetical = IMPRINT.model_copy(update={"credit_order": "alphabetical"})
    assert "**Reviewed**: Ada (3), Óscar (3), Zoe (9)." in people_section(tally(), alphabetical)
