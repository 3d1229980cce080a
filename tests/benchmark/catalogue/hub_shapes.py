"""Rows laid out as those of the data sets on the Hub that the catalogue's tasks read, with texts of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]

ROWS = 9
_PLACES = ("Lima", "Quito", "Bilbo", "Vigo", "Alacant", "Porto", "Rosario", "Cusco", "Iquique")
_LANGUAGES = ("spa", "cat", "eus", "glg", "por", "eng", "fra", "ita", "deu")


def _rows(make: Callable[[int, str], dict[str, Any]]) -> Rows:
    return [make(number, place) for number, place in enumerate(_PLACES)]


def _pairs(first: str, second: str, label: str, labels: int) -> Rows:
    return _rows(lambda n, p: {first: f"Ana vive en {p}.", second: f"Alguien vive en {p}.", label: n % labels})


def _sentences(field: str, label: str, labels: int) -> Rows:
    return _rows(lambda n, p: {field: f"Ana vive en {p}.", label: n % labels})


def _questions(count: int, **more: Any) -> Rows:
    return _rows(
        lambda n, p: {
            "question": f"¿Dónde está {p}?",
            "candidates": [f"Aquí {i}, en {p}" for i in range(count)],
            "answer": n % count,
            **more,
        }
    )


def _arc(question: str) -> Rows:
    labels = ["A", "B", "C", "D"]
    return _rows(
        lambda n, p: {
            question: f"¿Qué hay en {p}?",
            "choices": {"text": [f"La cosa {i} de {p}" for i in range(4)], "label": labels},
            "answerKey": labels[n % 4],
        }
    )


def _copa() -> Rows:
    return _rows(
        lambda n, p: {
            "premise": f"Llovió en {p}.",
            "choice1": "La calle está mojada.",
            "choice2": "Hace calor.",
            "question": ("cause", "effect")[n % 2],
            "label": n % 2,
        }
    )


def _story(names: tuple[str, str, str, str], first: str, second: str, right: str) -> Rows:
    return _rows(
        lambda n, p: {
            **{name: f"Pasó la cosa {i} en {p}." for i, name in enumerate(names)},
            first: "Y acabó bien.",
            second: "Y acabó mal.",
            right: 1 + n % 2,
        }
    )


def _spans(listed: bool) -> Rows:
    return _rows(
        lambda n, p: {
            "id": str(n),
            "context": f"Ana vive en {p} desde niña.",
            "question": f"¿Dónde vive Ana en el texto {n}?",
            "answers": [{"text": p, "answer_start": 12}] if listed else {"text": [p], "answer_start": [12]},
        }
    )


def _problems(solution: str | None) -> Rows:
    return _rows(
        lambda n, p: {
            "question": f"En {p} hay {n} mesas con dos sillas cada una. ¿Cuántas sillas hay?",
            "answer": None if solution is None else solution.format(2 * n),
            "answer_number": 2 * n,
        }
    )


def _truths() -> Rows:
    return _rows(
        lambda n, p: {
            "question": f"¿Qué pasa si se viaja a {p}?",
            "best_answer": f"Que se llega a {p} al cabo de un tiempo",
            "correct_answers": [
                f"Que se llega a {p} al cabo de un tiempo",
                f"Que se conoce la ciudad de {p} y su gente",
            ],
            "incorrect_answers": ["Que no se vuelve nunca más a casa", "Que se pierde la memoria para siempre"],
            "mc1_targets": {"choices": [f"Se llega a {p}", "No se vuelve"], "labels": [1, 0]},
            "mc2_targets": {"choices": [f"Se llega a {p}", f"Se conoce {p}", "No se vuelve"], "labels": [1, 1, 0]},
        }
    )


def _flores() -> Rows:
    return _rows(lambda n, p: {f"sentence_{code}_Latn": f"Ana vive en {p} ({code} {n})." for code in _LANGUAGES})


def _belebele() -> Rows:
    return _rows(
        lambda n, p: {
            "flores_passage": f"Ana vive en {p}.",
            "question": f"¿Dónde vive Ana, en el texto {n}?",
            **{f"mc_answer{i}": f"En el sitio {i}" for i in range(1, 5)},
            "correct_answer_num": str(1 + n % 4),
        }
    )


def _summaries() -> Rows:
    return _rows(lambda n, p: {"text": f"Una noticia larga de {p}.", "summary": f"Lo de {p}, en breve."})


def _cabreu() -> Rows:
    kinds = ("abstractive", "extractive", "extreme")
    return _rows(
        lambda n, p: {
            "content": f"Una notícia llarga de {p}.",
            "summaries": {kind: {f"a{i}": f"Resum {i} de {p}, prou llarg." for i in (1, 2, 3)} for kind in kinds},
        }
    )


def _conversations() -> Rows:
    return _rows(
        lambda n, p: {
            "story": f"Ana viu a {p}.",
            "questions": ["Qui hi viu?", f"On viu, al text {n}?"],
            "answers": {"input_text": ["Ana", f"A {p}"]},
            "additional_answers": None,
        }
    )


def _pieces() -> Rows:
    return _rows(
        lambda n, p: {
            "keywords": f"vivir, {p}",
            "context": f"Un viaje a {p}",
            "text": f"Ana quiere vivir en {p}.",
            "input": f"On és {p}?",
            "target": f"És a la vora de {p}, al sud.",
        }
    )


def _basqueglue(labels: int = 2) -> Rows:
    return _rows(
        lambda n, p: {
            "text": f"Ana {p} hirian bizi da eta hura maite du.",
            "label": n % labels,
            "question": f"Non dago {p}?",
            "sentence": f"{p} hemen dago.",
            "sentence1": f"{p} hiria.",
            "sentence2": "Hiri handia.",
            "word": "hiri",
            "span1_text": "Ana",
            "span1_index": 0,
            "span2_text": "hura",
            "span2_index": 7,
        }
    )


def _okapi(options: str) -> Rows:
    return _rows(
        lambda n, p: {
            "id": f"{p}/{n}",
            "instruction": f"¿Qué hay en {p}?",
            **{f"option_{o}": f"La cosa {o} de {p}" for o in options},
            "option_e": None,
            "answer": "ABCD"[n % 4],
        }
    )


def _endings() -> Rows:
    return _rows(
        lambda n, p: {
            "ind": n,
            "activity_label": f"Viajar a {p}",
            "ctx_a": "Ana sale.",
            "ctx_b": "luego",
            "endings": [f"llega {i}" for i in range(4)],
            "label": str(n % 4),
        }
    )


def _letters(**more: str) -> Rows:
    return _rows(
        lambda n, p: {
            "question": f"¿Qué hay en {p}?",
            **{f"option_{o}": f"La cosa {o} de {p}" for o in "abcd"},
            "answer": n % 4,
            **more,
        }
    )


def _bias() -> Rows:
    return _rows(
        lambda n, p: {
            "context": f"Una persona joven y una mayor van a {p}.",
            "question": "¿Quién olvida las cosas?",
            "ans0": "La persona joven",
            "ans1": "La persona mayor",
            "ans2": "No se sabe",
            "label": 2 if n % 2 else n % 3 % 2,
            "context_condition": "ambig" if n % 2 else "disambig",
            "question_type": "pro-stereo" if n % 3 else "anti-stereo",
            "question_polarity": "neg",
            "stereotyped_groups": ["mayor"],
            "answer_info": {"ans0": ["joven", "joven"], "ans1": ["mayor", "mayor"], "ans2": ["unk", "unk"]},
        }
    )


def _emotions() -> Rows:
    scores = {f"emotion{i}": name for i, name in enumerate(("Pena", "Ira", "Miedo", "Calma"), 1)}
    scores |= {f"emotion{i}_score": str(i) for i in range(1, 5)}
    return _rows(
        lambda n, p: {
            "prompt": f"Ana se va de {p}. ¿Qué siente?\nRespuesta:",
            "reference_answer_fullscale": str(scores),
        }
    )


SHAPES: dict[str, Rows] = {
    **dict.fromkeys(("esbbq_age", "cabbq_age"), _bias()),
    "eqbench_es": _emotions(),
    "include_base_44_spanish_stem": _letters(domain="STEM"),
    "global_mmlu_es_stem": _letters(subject_category="STEM"),
    "global_mmlu_full_es_anatomy": _letters(subject="anatomy"),
    "xcopa_qu": _copa(),
    "xwinograd_pt": _rows(
        lambda n, p: {
            "sentence": f"Ana foi de {p} a Lisboa porque _ é maior.",
            "option1": p,
            "option2": "Lisboa",
            "answer": str(1 + n % 2),
        }
    ),
    "headqa_es": _rows(
        lambda n, p: {
            "qtext": f"¿Qué hueso se rompió en {p}?",
            "answers": [{"aid": i, "atext": f"El hueso {i} de {p}"} for i in range(1, 5)],
            "ra": 1 + n % 4,
        }
    ),
    "arc_challenge_mt_es": _arc("question"),
    **dict.fromkeys(
        ("assin_paraphrase", "assin_entailment", "assin2_rte"),
        _pairs("premise", "hypothesis", "entailment_judgment", 2),
    ),
    "arc_es": _okapi("abcd"),
    "m_mmlu_es": _okapi("abcd"),
    "hellaswag_es": _endings(),
    **dict.fromkeys(("belebele_spa_Latn", "belebele_cat_Latn", "belebele_eus_Latn", "belebele_glg_Latn"), _belebele()),
    **dict.fromkeys(("copa_es", "copa_ca", "xcopa_eu"), _copa()),
    **dict.fromkeys(("escola", "catcola"), _sentences("Sentence", "Label", 2)),
    "galcola": _sentences("sentence", "label", 2),
    **dict.fromkeys(
        ("mgsm_direct_es_spanish_bench", "mgsm_direct_ca", "mgsm_direct_gl", "mgsm_direct_eu"), _problems("")
    ),
    "mgsm_native_cot_eu": _problems(None),
    "noticia": [
        {"web_headline": row["summary"], "web_text": row["text"], "summary": row["summary"]} for row in _summaries()
    ],
    **dict.fromkeys(
        ("paws_es_spanish_bench", "paws_ca", "paws_gl", "paws_eu", "parafraseja"),
        _pairs("sentence1", "sentence2", "label", 2),
    ),
    "parafrases_gl": _pairs("Frase", "Paráfrase", "Avaliación", 2),
    **dict.fromkeys(("wnli_es", "wnli_ca", "wnli_eu"), _pairs("sentence1", "sentence2", "label", 2)),
    **dict.fromkeys(
        ("xnli_es", "xnli_es_spanish_bench", "xnli_ca", "xnli_va", "xnli_eu", "xnli_eu_native", "teca"),
        _pairs("premise", "hypothesis", "label", 3),
    ),
    "xnli_gl": [
        row | {"gold_label": ("entailment", "neutral", "contradiction")[row["gold_label"]]}
        for row in _pairs("sentence1", "sentence2", "gold_label", 3)
    ],
    "xquad_es": _spans(listed=False),
    **dict.fromkeys(("xquad_ca", "catalanqa"), _spans(listed=True)),
    **dict.fromkeys(
        ("xstorycloze_es", "xstorycloze_eu", "xstorycloze_ca"),
        _story(
            ("input_sentence_1", "input_sentence_2", "input_sentence_3", "input_sentence_4"),
            "sentence_quiz1",
            "sentence_quiz2",
            "answer_right_ending",
        ),
    ),
    "xstorycloze_gl": _story(
        ("InputSentence1", "InputSentence2", "InputSentence3", "InputSentence4"),
        "RandomFifthSentenceQuiz1",
        "RandomFifthSentenceQuiz2",
        "AnswerRightEnding",
    ),
    **dict.fromkeys(("arc_ca_easy", "arc_ca_challenge", "arc_eu_easy", "arc_eu_challenge"), _arc("question")),
    **dict.fromkeys(("openbookqa_es", "openbookqa_ca", "openbookqa_gl"), _arc("question_stem")),
    **dict.fromkeys(("cabreu_abstractive", "cabreu_extractive", "cabreu_extreme"), _cabreu()),
    "coqcat": _conversations(),
    **dict.fromkeys(
        ("piqa_ca", "piqa_eu"),
        _rows(lambda n, p: {"goal": f"Per anar a {p}", "sol1": "s'agafa el tren", "sol2": "es dorm", "label": n % 2}),
    ),
    "siqa_ca": _rows(
        lambda n, p: {
            "context": f"Ana va a {p}.",
            "question": "Què vol?",
            "answerA": "viatjar",
            "answerB": "dormir",
            "answerC": "menjar",
            "label": str(1 + n % 3),
        }
    ),
    **dict.fromkeys(("wiceu", "epec_koref_bin", "qnlieu"), _basqueglue()),
    **dict.fromkeys(("bec2016eu", "bhtc_v2", "vaxx_stance"), _basqueglue(labels=3)),
    "bertaqa_eu": _questions(3),
    **dict.fromkeys(("eus_proficiency", "eus_trivia", "eus_exams_eu_ejadministrari"), _questions(4)),
    "eus_reading": _questions(4, context="Testu luze bat."),
    **dict.fromkeys(("summarization_gl", "xlsum_es"), _summaries()),
    **dict.fromkeys(("cocoteros_es", "cocoteros_va", "terretaqa"), _pieces()),
    **dict.fromkeys(
        (
            "spanish_bench_flores_es-en",
            "catalan_bench_flores_es-ca",
            "basque_bench_flores_es-eu",
            "galician_bench_flores_es-gl",
        ),
        _flores(),
    ),
    **dict.fromkeys(
        ("phrases_es-va", "phrases_va-es", "phrases_ca-va", "phrases_va-ca"),
        _rows(
            lambda n, p: {"es": f"Ana vive en {p} hoy.", "ca": f"L'Ana viu a {p} avui.", "va": f"Ana viu a {p} hui."}
        ),
    ),
    "aquas": _rows(
        lambda n, p: {"context": f"Ana vive en {p}.", "question": "¿Dónde vive?", "answer": f"En {p}, desde niña."}
    ),
    "ragquas": _rows(
        lambda n, p: {
            "question": "¿Dónde vive?",
            "answer": f"En {p}, desde niña.",
            "context_1": f"Ana vive en {p}.",
            "context_2": "Desde niña.",
            "context_3": None,
            "context_4": None,
            "context_5": None,
        }
    ),
    "clindiagnoses": _rows(lambda n, p: {"caso_clinico": f"Mujer de {p} con fiebre.", "Diagnostico": f"Gripe de {p}."}),
    "clintreates": _rows(
        lambda n, p: {
            "caso_clinico": f"Mujer de {p} con fiebre.",
            "Diagnostico": "Gripe.",
            "Tratamiento": f"Reposo en {p}.",
        }
    ),
    **dict.fromkeys(
        ("spalawex", "humorqa"),
        _rows(
            lambda n, p: {
                "question": f"¿Qué ley rige en {p}?",
                "choices": [f"La ley {i} de {p}" for i in range(4)],
                "answer": "ABCD"[n % 4],
            }
        ),
    ),
    "offendes": _rows(lambda n, p: {"comment": f"Me gusta {p}.", "label": ("NO", "NOE", "OFP", "OFG")[n % 4]}),
    "fake_news_es": _rows(
        lambda n, p: {"HEADLINE": f"Llueve en {p}", "TEXT": f"Hoy llueve en {p}.", "CATEGORY": bool(n % 2)}
    ),
    **dict.fromkeys(
        ("teleia_pce", "teleia_siele", "teleia_cervantes_ave"),
        _rows(
            lambda n, p: {
                "query": f"Ana vive ___ {p}. ¿Qué falta?\nRespuesta:",
                "choices": ["en", "de", "con"],
                "target": n % 3,
            }
        ),
    ),
    "crows_pairs_spanish": _rows(
        lambda n, p: {"sent_more": f"Las de {p} cantan.", "sent_less": f"Los de {p} cantan.", "bias_type": "gender"}
    ),
    "americasnli_gn": _pairs("premise", "hypothesis", "label", 3),
    **dict.fromkeys(("truthfulqa_gl_mc1", "truthfulqa_gl_mc2"), _truths()),
}
"""By the task (or the part of a group) of the harness; every split has these rows."""

WORKED = _problems("Erantzuna urratsez urrats: Bi aldiz. Erantzuna {} da.")
SHOTS: dict[str, Rows] = {"mgsm_native_cot_eu": WORKED}
"""Rows of the split that worked examples are drawn from, where they are laid out in another way."""
# a column of nothing but nulls has no type
SHAPES["mgsm_native_cot_eu"] = [*_problems(None)[:-1], WORKED[-1]]
