"""Licence expressions, facts, and what mixtures may be released under.

What is expected comes from outside: Creative Commons' chart of adapter's licences (FAQ, "If I derive or adapt material
offered under a Creative Commons license, which CC license(s) can I use?"), its "Compatible Licenses" page, the FSF's
"Various Licenses and Comments about Them", and the Open Definition's list of conformant licences.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from minga.errors import LicenceError
from minga.licences import (
    NOASSERTION,
    binds_outputs,
    check_expression,
    facts,
    may_release,
    mixture,
    output_licence,
)
from minga.licences._expressions import licensing, parse, render
from minga.licences._terms import LIMITS, MARKS, ND, TERMS
from minga.settings import LicenceSettings

SINGLE = [
    "CC0-1.0", "MIT", "Apache-2.0", "CC-BY-3.0", "CC-BY-4.0", "ODC-By-1.0", "CC-BY-SA-1.0", "CC-BY-SA-3.0",
    "CC-BY-SA-4.0", "ODbL-1.0", "GFDL-1.2-or-later", "GFDL-1.3-only", "GPL-2.0-only", "GPL-2.0-or-later",
    "GPL-3.0-only", "LGPL-2.1-only", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "LAL-1.3", "LicenseRef-Gemma",
    "LicenseRef-Comunidad", "AFL-2.1", NOASSERTION,
]  # fmt: skip
single = st.sampled_from(SINGLE)
compound = st.recursive(
    st.sampled_from([each for each in SINGLE if each != NOASSERTION]),
    lambda inner: st.builds(lambda a, word, b: f"({a}) {word} ({b})", inner, st.sampled_from(["AND", "OR"]), inner),
    max_leaves=4,
)
expression = st.one_of(single, compound)


def allowed(part: str, as_: str) -> bool:
    return not may_release([part], as_)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("cc-by-4.0", "CC-BY-4.0"),
        (" CC-BY-4.0 ", "CC-BY-4.0"),
        ("odc-by-1.0", "ODC-By-1.0"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("mit or mit", "MIT"),
        ("cc-by-sa-3.0 or gpl-2.0+", "CC-BY-SA-3.0 OR GPL-2.0-or-later"),
        ("mit AND (apache-2.0 or bsd-3-clause)", "MIT AND (Apache-2.0 OR BSD-3-Clause)"),
        ("gpl-2.0 with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("licenseref-gemma", "LicenseRef-Gemma"),
        ("LicenseRef-Comunidad.Awajun-1", "LicenseRef-Comunidad.Awajun-1"),
        ("noassertion", NOASSERTION),
    ],
)
def test_an_expression_has_one_canonical_form(written: str, canonical: str) -> None:
    assert check_expression(written) == canonical


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cc by 4.0", "CC-BY-4.0"),
        ("CC BY-SA 3.0 ES", "CC-BY-SA-3.0"),
        ("CC0", "CC0-1.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 4.0", "CC-BY-NC-SA-4.0"),
        ("Creative Commons Reconocimiento-CompartirIgual 3.0", "CC-BY-SA-3.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.es", "CC-BY-NC-SA-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("GPL v3 or later", "GPL-3.0-or-later"),
        ("GPLv2", "GPL-2.0-only"),
        ("llama3.1", "LicenseRef-Llama-3.1"),
        ("openrail", "LicenseRef-OpenRAIL-M"),
        ("cc by 4.0 or mit", "CC-BY-4.0 OR MIT"),
        ("MIT, Apache-2.0", "MIT AND Apache-2.0"),
        ("LicenseRef-mi comunidad", "LicenseRef-mi-comunidad"),
        ("Dominio público", "CC-PDM-1.0"),
        ("other", NOASSERTION),
        ("", NOASSERTION),
        ("MIT AND unknown", NOASSERTION),
    ],
)
def test_a_wrong_licence_is_answered_with_the_nearest_right_one(written: str, meant: str) -> None:
    with pytest.raises(LicenceError) as caught:
        check_expression(written)
    assert caught.value.hint == f"did you mean {meant}?"
    assert check_expression(meant) == meant


@pytest.mark.parametrize("written", ["proprietary", "All rights reserved", "MIT OR", "(" * 300, "x" * 1000, "\x00"])
def test_a_licence_that_means_nothing_is_refused_with_examples(written: str) -> None:
    with pytest.raises(LicenceError, match="LicenseRef-NAME, or NOASSERTION"):
        check_expression(written)


@given(st.text(max_size=120))
def test_any_text_is_a_licence_or_a_licence_error(text: str) -> None:
    try:
        canonical = check_expression(text)
    except LicenceError as error:
        suggestion = (error.hint or "").removeprefix("did you mean ").removesuffix("?")
        canonical = suggestion if suggestion != error.hint else "MIT"
    assert check_expression(canonical) == canonical


@given(compound)
def test_a_canonical_expression_reads_back_as_the_same_tree(text: str) -> None:
    canonical = check_expression(text)
    assert check_expression(canonical) == canonical
    assert render(parse(canonical)) == canonical


def test_settings_collect_a_wrong_licence_with_its_key() -> None:
    with pytest.raises(ValidationError) as caught:
        LicenceSettings.model_validate({"release": "cc by 4.0"})
    (fault,) = caught.value.errors(include_url=False)
    assert fault["loc"] == ("release",)
    assert fault["msg"] == "Value error, 'cc by 4.0' is not an SPDX licence; did you mean CC-BY-4.0?"


def test_every_licence_of_the_table_is_spdx_s_or_a_reference() -> None:
    known = set(licensing().known_symbols)
    assert {name for name in TERMS if name not in known and not name.startswith("LicenseRef-")} == set()
    for name, terms in TERMS.items():
        assert check_expression(name) == name
        assert (terms.into or frozenset()) <= set(TERMS)


def test_facts_of_single_licences() -> None:
    free = facts("CC0-1.0")
    assert (free.open, free.attribution, free.share_alike, free.known) == (True, False, False, True)
    shared = facts("CC-BY-NC-SA-4.0")
    assert (shared.open, shared.attribution, shared.share_alike, shared.non_commercial) == (False, True, True, True)
    assert facts("CC-BY-ND-4.0").no_derivatives
    assert facts("LicenseRef-OpenRAIL-M").restricted
    assert not facts("LicenseRef-Llama-3.1").open
    assert not facts(NOASSERTION).known
    assert not facts("LicenseRef-Comunidad").known
    assert facts("GPL-2.0-only WITH Classpath-exception-2.0") == facts("GPL-2.0-only")


CONFORMANT = (
    "CC0-1.0 PDDL-1.0 CC-BY-4.0 ODC-By-1.0 CC-BY-SA-4.0 ODbL-1.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-SA-1.0 "
    "CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-3.0-DE DL-DE-BY-2.0 DL-DE-ZERO-2.0 LAL-1.3 OGL-UK-3.0 "
    "OGL-Canada-2.0 GFDL-1.3-no-invariants-or-later"
)


@pytest.mark.parametrize("licence", CONFORMANT.split())
def test_what_the_open_definition_lists_is_open(licence: str) -> None:
    assert facts(licence).open


@pytest.mark.parametrize("licence", ["CC-BY-NC-4.0", "CC-BY-ND-4.0", "GFDL-1.3-invariants-only", "C-UDA-1.0"])
def test_what_limits_commerce_changes_or_use_is_not_open(licence: str) -> None:
    assert not facts(licence).open


def test_of_a_choice_the_freer_counts_and_of_a_sum_all() -> None:
    assert facts("MIT OR CC-BY-NC-4.0") == facts("MIT")
    assert facts("MIT AND CC-BY-NC-4.0").non_commercial
    assert facts("LicenseRef-Comunidad OR MIT") == facts("MIT")
    assert not facts("LicenseRef-Comunidad AND MIT").known


ADAPTERS = {
    "CC0-1.0": "CC0-1.0 CC-BY-4.0 CC-BY-NC-4.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-4.0",
    "CC-BY-4.0": "CC-BY-4.0 CC-BY-NC-4.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-4.0",
    "CC-BY-NC-4.0": "CC-BY-NC-4.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-4.0",
    "CC-BY-NC-ND-4.0": "",
    "CC-BY-NC-SA-4.0": "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0": "",
    "CC-BY-SA-4.0": "CC-BY-SA-4.0",
}
"""The green boxes of Creative Commons' chart: under what an adaptation may go."""


@pytest.mark.parametrize("part", ADAPTERS)
def test_releases_follow_the_chart_of_creative_commons(part: str) -> None:
    assert {as_ for as_ in ADAPTERS if allowed(part, as_)} == set(ADAPTERS[part].split())


@pytest.mark.parametrize(
    ("part", "as_", "fits"),
    [
        # later versions with the same elements, and ports; version 1.0 had no such clause
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-2.0", "CC-BY-SA-3.0", True),
        ("CC-BY-SA-3.0-DE", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", False),
        ("CC-BY-SA-1.0", "CC-BY-SA-4.0", False),
        ("CC-BY-SA-1.0", "CC-BY-SA-1.0", True),
        ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", True),
        ("CC-BY-NC-SA-4.0", "CC-BY-SA-4.0", False),
        # Creative Commons' compatible licences
        ("CC-BY-SA-4.0", "GPL-3.0-only", True),
        ("CC-BY-SA-4.0", "GPL-3.0-or-later", False),
        ("GPL-3.0-only", "CC-BY-SA-4.0", False),
        ("CC-BY-SA-3.0", "GPL-3.0-only", False),
        ("CC-BY-SA-4.0", "LAL-1.3", True),
        ("LAL-1.3", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "GFDL-1.3-only", False),
        ("GFDL-1.3-only", "CC-BY-SA-4.0", False),
        ("CC-BY-SA-4.0", "ODbL-1.0", False),
        ("ODbL-1.0", "CC-BY-SA-4.0", False),
        ("ODbL-1.0", "CC-BY-4.0", False),
        ("ODC-By-1.0", "ODbL-1.0", True),
        # the FSF's list
        ("Apache-2.0", "GPL-3.0-only", True),
        ("Apache-2.0", "GPL-2.0-only", False),
        ("Apache-2.0", "GPL-2.0-or-later", False),
        ("CC-BY-4.0", "GPL-2.0-only", True),
        ("CC-BY-4.0", "GPL-3.0-or-later", True),
        ("CC-BY-3.0", "GPL-3.0-only", False),
        ("MIT", "GPL-2.0-only", True),
        ("GPL-2.0-only", "GPL-3.0-only", False),
        ("GPL-2.0-or-later", "GPL-3.0-only", True),
        ("GPL-2.0-or-later", "GPL-2.0-only", True),
        ("GPL-3.0-or-later", "GPL-2.0-only", False),
        ("LGPL-2.1-only", "GPL-2.0-or-later", True),
        ("LGPL-2.1-only", "LGPL-3.0-only", False),
        ("LGPL-3.0-only", "GPL-3.0-only", True),
        ("LGPL-3.0-only", "GPL-3.0-or-later", False),
        ("LGPL-2.1-or-later", "LGPL-3.0-only", True),
        ("GFDL-1.2-or-later", "GFDL-1.3-only", True),
        ("GFDL-1.2-only", "GFDL-1.3-only", False),
        ("GFDL-1.3-no-invariants-only", "GFDL-1.3-only", True),
        ("GFDL-1.3-only", "GFDL-1.3-no-invariants-only", False),
        ("EUPL-1.1", "EUPL-1.2", True),
        # demands that would be lost
        ("MIT", "CC0-1.0", False),
        ("MIT", "CC-BY-4.0", True),
        ("Apache-2.0", "CC-BY-SA-4.0", True),
        ("CC-BY-4.0", "MIT", False),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0", False),
        ("LicenseRef-Gemma", "CC-BY-SA-4.0", False),
        ("LicenseRef-Gemma", "LicenseRef-Gemma", True),
        # what nobody knows
        (NOASSERTION, "CC-BY-NC-SA-4.0", False),
        ("LicenseRef-Comunidad", "CC-BY-NC-SA-4.0", False),
        ("LicenseRef-Comunidad", "LicenseRef-Comunidad", True),
        ("CC-BY-4.0", "LicenseRef-Comunidad", False),
        ("CC0-1.0", "LicenseRef-Comunidad", True),
        ("AFL-2.1", "AFL-2.1", True),
        ("AFL-2.1", "MIT", False),
        # choices, sums and exceptions
        ("CC-BY-SA-3.0 OR GPL-2.0-or-later", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-3.0 OR GPL-2.0-or-later", "GPL-3.0-only", True),
        ("CC-BY-SA-3.0 OR GPL-2.0-or-later", "CC-BY-4.0", False),
        ("MIT AND CC-BY-SA-4.0", "CC-BY-SA-4.0", True),
        ("MIT AND CC-BY-NC-4.0", "CC-BY-SA-4.0", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", True),
        ("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("CC-BY-4.0", "CC-BY-4.0 OR CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "CC-BY-4.0 OR CC-BY-SA-4.0", False),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0 AND GFDL-1.3-only", True),
        ("CC-BY-SA-4.0 AND GFDL-1.3-only", "CC-BY-SA-4.0 AND GFDL-1.3-only", True),
        ("GPL-2.0-only", "CC-BY-SA-4.0 AND GFDL-1.3-only", False),
    ],
)
def test_whether_records_may_go_out_as_wished(part: str, as_: str, fits: bool) -> None:
    assert allowed(part, as_) is fits


@pytest.mark.parametrize(
    ("part", "as_", "kind", "says"),
    [
        (NOASSERTION, "CC-BY-4.0", "unknown", "nobody has said under which licence it is (NOASSERTION)"),
        ("LicenseRef-X", "CC-BY-4.0", "unknown", "minga does not know the terms of LicenseRef-X"),
        (
            "CC-BY-NC-4.0", "CC-BY-SA-4.0", "non-commercial",
            "CC-BY-NC-4.0 forbids commercial use, which CC-BY-SA-4.0 allows",
        ),
        ("MIT", "CC0-1.0", "credit", "MIT asks to name the authors, which CC0-1.0 does not"),
        ("CC-BY-4.0", "MIT", "changes", "CC-BY-4.0 asks to say what was changed, which MIT does not"),
        (
            "CC-BY-SA-4.0", "GFDL-1.3-only", "share-alike",
            "CC-BY-SA-4.0 keeps changed versions under CC-BY-SA-4.0, GPL-3.0-only or LAL-1.3, not under GFDL-1.3-only",
        ),
        (
            "Apache-2.0", "GPL-2.0-only", "incompatible",
            "nothing says that GPL-2.0-only takes in what is under Apache-2.0",
        ),
        (
            "LicenseRef-Gemma", "MIT", "limits",
            "LicenseRef-Gemma limits what it may be used for and is passed on only as itself, not as MIT",
        ),
        (
            "CC-BY-ND-4.0", "CC-BY-ND-4.0", "no-derivatives",
            "CC-BY-ND-4.0 forbids sharing changed versions, and records are edited, translated or reformatted",
        ),
    ],
)  # fmt: skip
def test_an_obstacle_names_the_licence_and_the_reason(part: str, as_: str, kind: str, says: str) -> None:
    (obstacle,) = may_release([part, part, "CC0-1.0"], as_)
    assert (obstacle.licence, obstacle.kind, str(obstacle)) == (part, kind, says)


def test_a_choice_that_fails_says_why_each_side_fails() -> None:
    (obstacle,) = may_release(["CC-BY-NC-4.0 OR GPL-3.0-only"], "CC-BY-4.0")
    assert obstacle.licence == "CC-BY-NC-4.0 OR GPL-3.0-only"
    assert "commercial use" in obstacle.reason
    assert "GPL-3.0-only keeps changed versions" in obstacle.reason


def test_nothing_is_released_without_a_licence() -> None:
    assert may_release(["CC0-1.0"], NOASSERTION)[0].kind == "unknown"
    with pytest.raises(LicenceError):
        may_release(["CC0-1.0"], "cc by")


def test_a_mixture_takes_the_strictest_demands() -> None:
    mixed = mixture(["CC0-1.0", "MIT", "CC-BY-4.0", "CC-BY-SA-3.0 OR GPL-2.0-or-later", "CC-BY-SA-4.0"])
    assert mixed.releases[0] == "CC-BY-SA-4.0"
    assert mixed.facts == facts("CC-BY-SA-4.0")
    assert (mixed.obstacles, mixed.conflicts) == ((), ())


@pytest.mark.parametrize(
    ("parts", "freest"),
    [
        (["CC0-1.0"], "CC0-1.0"),
        (["CC-PDM-1.0"], "CC0-1.0"),  # a mark is nothing that one can release under
        (["CC-BY-4.0", "CC0-1.0"], "CC-BY-4.0"),
        (["MIT"], "MIT"),
        (["MIT", "Apache-2.0"], "Apache-2.0"),
        (["ODC-By-1.0", "CC-BY-3.0"], "CC-BY-3.0"),
        (["CC-BY-SA-4.0", "CC-BY-4.0", "Apache-2.0"], "CC-BY-SA-4.0"),
        (["CC-BY-SA-4.0", "GPL-3.0-only"], "GPL-3.0-only"),
        (["CC-BY-SA-4.0", "GPL-3.0-or-later"], "GPL-3.0-only"),
        (["CC-BY-NC-4.0", "CC-BY-4.0"], "CC-BY-NC-4.0"),
        (["LicenseRef-Comunidad", "CC0-1.0"], "LicenseRef-Comunidad"),
        (["LicenseRef-Llama-3.1"], "LicenseRef-Llama-3.1"),
    ],
)
def test_the_freest_release_of_a_mixture(parts: list[str], freest: str) -> None:
    assert mixture(parts).releases[0] == freest


def test_commerce_is_forbidden_in_the_whole_when_it_is_in_a_part() -> None:
    mixed = mixture(["CC0-1.0", "CC-BY-4.0", "CC-BY-NC-4.0"])
    assert mixed.facts.non_commercial
    assert all(facts(release).non_commercial for release in mixed.releases)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("CC-BY-SA-4.0", "GFDL-1.3-only"),
        ("CC-BY-SA-4.0", "ODbL-1.0"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-NC-SA-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-SA-4.0", "GPL-2.0-only"),
        ("Apache-2.0", "GPL-2.0-only"),
        ("CC-BY-4.0", "LicenseRef-Gemma"),
    ],
)
def test_parts_that_exclude_each_other_are_named(first: str, second: str) -> None:
    mixed = mixture(["CC0-1.0", first, second])
    assert mixed.releases == ()
    (conflict,) = mixed.conflicts
    assert conflict.licences == (first, second)
    assert first in str(conflict)
    assert second in str(conflict)


def test_parts_that_only_together_exclude_each_other_are_named() -> None:
    parts = ["CC-BY-SA-4.0 OR GFDL-1.3-only", "GFDL-1.3-only OR ODbL-1.0", "CC-BY-SA-4.0 OR ODbL-1.0"]
    (conflict,) = mixture([*parts, "CC0-1.0"]).conflicts
    assert set(conflict.licences) == set(parts)


def test_parts_that_nothing_serves_are_obstacles_and_no_conflicts() -> None:
    mixed = mixture(["CC-BY-4.0", NOASSERTION, "CC-BY-ND-4.0"])
    assert mixed.releases == ()
    assert [(each.licence, each.kind) for each in mixed.obstacles] == [
        ("CC-BY-ND-4.0", "no-derivatives"),
        (NOASSERTION, "unknown"),
    ]
    assert mixed.conflicts == ()
    assert not mixed.facts.known
    assert mixed.facts.no_derivatives


def test_nothing_mixed_may_be_released_as_anything() -> None:
    empty = mixture([])
    assert empty.releases[0] == "CC0-1.0"
    assert empty.facts == facts("CC0-1.0")


@given(st.lists(expression, max_size=5), st.randoms())
def test_order_and_repetition_do_not_matter(parts: list[str], random: object) -> None:
    assert mixture(parts) == mixture([*reversed(parts), *parts])


@given(st.lists(expression, max_size=4), st.lists(expression, max_size=4))
def test_a_mixture_may_go_out_as_whatever_all_its_parts_may(one: list[str], other: list[str]) -> None:
    general = {name for name, terms in TERMS.items() if not terms.asks & {ND, LIMITS}} - MARKS
    together = set(mixture([*one, *other]).releases) & general
    assert together == set(mixture(one).releases) & set(mixture(other).releases) & general


@given(st.lists(expression, min_size=1, max_size=4), expression)
def test_more_parts_never_make_a_mixture_freer(parts: list[str], more: str) -> None:
    before, after = mixture(parts), mixture([*parts, more])
    assert set(after.releases) <= set(before.releases) | set(after.parts) | set(mixture([more]).releases)
    if after.releases and before.releases:
        assert after.facts.strictness >= before.facts.strictness or before.releases[0] not in TERMS


@given(st.lists(expression, max_size=4))
def test_a_mixture_says_why_when_it_may_not_go_out(parts: list[str]) -> None:
    mixed = mixture(parts)
    assert bool(mixed.releases) is not bool(mixed.obstacles or mixed.conflicts)
    for release in mixed.releases[:5]:
        assert may_release(parts, release) == []


def test_every_release_keeps_what_its_parts_ask() -> None:
    for part, as_ in itertools.product(TERMS, TERMS):
        if allowed(part, as_):
            asked, kept = facts(part), facts(as_)
            assert kept.non_commercial >= asked.non_commercial
            assert kept.share_alike >= asked.share_alike
            assert kept.restricted >= asked.restricted
            assert kept.attribution >= asked.attribution


@pytest.mark.parametrize("model", ["Apache-2.0", "MIT", "BSD-3-Clause", "CC0-1.0", "MIT OR LicenseRef-Gemma"])
def test_a_model_under_a_permissive_licence_has_no_say_in_what_it_writes(model: str) -> None:
    assert not binds_outputs(model)
    assert output_licence("CC-BY-SA-4.0", model) == "CC-BY-SA-4.0"


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("LicenseRef-Gemma", "limits"),
        ("LicenseRef-Llama-3.1", "limits"),
        ("LicenseRef-OpenRAIL-M", "limits"),
        ("CC-BY-NC-4.0", "non-commercial"),
        ("LicenseRef-Terms-Of-A-Shop", "unknown"),
        ("NOASSERTION", "unknown"),
        ("MIT AND LicenseRef-Gemma", "limits"),
    ],
)
def test_terms_of_a_model_stop_the_release_of_what_it_wrote(model: str, kind: str) -> None:
    (obstacle,) = may_release([output_licence("CC-BY-SA-4.0", model)], "CC-BY-SA-4.0")
    assert obstacle.kind == kind


@pytest.mark.parametrize(
    ("source", "model", "both"),
    [
        ("CC-BY-4.0", "LicenseRef-Gemma", "CC-BY-4.0 AND LicenseRef-Gemma"),
        ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-4.0 AND CC-BY-SA-4.0"),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", "CC-BY-NC-4.0"),
        ("CC-BY-4.0 AND LicenseRef-Gemma", "LicenseRef-Gemma", "CC-BY-4.0 AND LicenseRef-Gemma"),
        ("CC-BY-4.0 OR MIT", "LicenseRef-Gemma", "(CC-BY-4.0 OR MIT) AND LicenseRef-Gemma"),
        ("NOASSERTION", "LicenseRef-Gemma", "NOASSERTION"),
        ("NOASSERTION", "MIT", "NOASSERTION"),
    ],
)
def test_both_licences_hold_for_what_a_bound_model_made_of_a_text(source: str, model: str, both: str) -> None:
    assert output_licence(source, model) == both


@given(st.sampled_from(sorted(TERMS)), st.sampled_from(sorted(TERMS)), st.sampled_from(sorted(TERMS)))
def test_a_model_never_makes_a_text_freer(source: str, model: str, release: str) -> None:
    if may_release([source], release):
        assert may_release([output_licence(source, model)], release)
