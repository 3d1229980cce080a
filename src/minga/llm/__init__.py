"""Language models: any OpenAI-compatible server, the embedded one, what they answered before, and their weights.

A stage needs `LanguageModel` and `ChatRequest`; whoever trains or scores needs `transformers_folder`.
"""

from __future__ import annotations

from minga.llm.cache import AnswerCache, answer_key
from minga.llm.client import Client
from minga.llm.conversion import transformers_folder
from minga.llm.embedded import EmbeddedServer, serving
from minga.llm.endpoint import EMBEDDED_MODEL, Endpoint
from minga.llm.exchange import Answer, ChatRequest
from minga.llm.failures import RequestFailed
from minga.llm.model import LanguageModel, model_identity
from minga.llm.retry import Timing
from minga.llm.usage import Spending, Usage
from minga.llm.weights import EMBEDDED_REPOSITORY, gguf_path

__all__ = [
    "Answer",
    "AnswerCache",
    "ChatRequest",
    "Client",
    "EMBEDDED_MODEL",
    "EMBEDDED_REPOSITORY",
    "EmbeddedServer",
    "Endpoint",
    "LanguageModel",
    "RequestFailed",
    "Spending",
    "Timing",
    "Usage",
    "answer_key",
    "gguf_path",
    "model_identity",
    "serving",
    "transformers_folder",
]
