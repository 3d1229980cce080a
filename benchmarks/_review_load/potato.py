"""The peer: the newest potato of PyPI, in an environment of its own, driven as its own page does."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from _review_load.community import translations
from _review_load.http_client import Connection, Reply
from _review_load.processes import Server, free_port
from _review_load.reviewers import Ledger, NothingLeft, Sender, Sent, opinion

__all__ = ["PotatoDesk", "audit_potato", "install_potato", "potato_server"]

_CONFIG = """\
annotation_task_name: load
task_dir: .
output_annotation_dir: annotation_output
data_files: [items.jsonl]
item_properties: {{id_key: id, text_key: text}}
require_password: false
user_config: {{allow_all_users: true, users: []}}
secret_key: {secret}
persist_sessions: true
assignment_strategy: fixed_order
max_annotations_per_item: {overlap}
max_annotations_per_user: -1
annotation_schemes:
  - annotation_type: radio
    name: verdict
    description: Is this translation right?
    labels: [accept, edit, reject, cannot-judge]
  - annotation_type: text
    name: note
    description: Note
site_dir: default
"""


def install_potato(folder: Path) -> tuple[Path, str]:
    """Make an environment with potato in `folder`, where there is none. Returns its command and version.

    Raises subprocess.CalledProcessError when it cannot be installed.
    """
    python, command = folder / "bin" / "python", folder / "bin" / "potato"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "potato-annotation"], check=True, timeout=900)
    question = "import importlib.metadata; print(importlib.metadata.version('potato-annotation'))"
    found = subprocess.run([python, "-c", question], check=True, capture_output=True, text=True)
    return command, found.stdout.strip()


def potato_server(command: Path, folder: Path, items: int, overlap: int) -> Server:
    """potato with the same questions as minga, a verdict and a note for each, as `potato start` serves it."""
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text(_CONFIG.format(secret=secrets.token_hex(16), overlap=overlap), encoding="utf-8")
    _, translated = translations(items)
    with (folder / "items.jsonl").open("w", encoding="utf-8") as file:
        for item in translated:
            file.write(json.dumps({"id": item.id, "text": "\n".join([item.question, *item.choices])}) + "\n")
    port = free_port()
    start = (command, "start", folder / "config.yaml", "-p", str(port), "--host", "127.0.0.1")
    return Server(start, port, folder / "server.log", folder)  # which it takes for its project


_INSTANCE = re.compile(r'name="instance_id"[^>]*value="([^"]+)"')


class PotatoDesk:
    """A browser on potato's page: what its script sends when somebody answers and goes on."""

    def __init__(self, port: int, number: int, ledger: Ledger) -> None:
        self._sender = Sender(Connection("127.0.0.1", port, {"accept-encoding": "gzip"}), ledger)
        self._number, self._ledger = number, ledger
        self._cookie, self._item = "", ""

    async def open(self) -> None:
        if not self._cookie:
            form = {"content-type": "application/x-www-form-urlencoded"}
            fields = urlencode({"email": f"persona{self._number}", "pass": ""}).encode()
            await self._send("POST", "/auth", fields, form)
        await self._look()

    async def answer(self) -> float:
        sent = self._ledger.note(self._number, self._item)
        verdict = opinion(sent)
        words = {f"verdict:{verdict}": verdict, "note:text_box": sent.note}
        saved = await self._post("/updateinstance", {"instance_id": self._item, "annotations": words})
        if json.loads(saved.body).get("status") != "success":
            raise RuntimeError(f"potato did not keep an answer: {saved.body[:300]!r}")
        sent.acknowledged, at = True, time.monotonic()
        await self._post("/annotate", {"action": "next_instance", "instance_id": self._item})
        await self._look()
        return at

    def close(self) -> None:
        self._sender.close()

    async def _look(self) -> None:
        page = await self._send("GET", "/annotate")
        found = _INSTANCE.search(page.body.decode())
        if found is None:
            raise NothingLeft
        self._item = found[1]

    async def _post(self, path: str, words: dict[str, object]) -> Reply:
        headers = {"content-type": "application/json", "x-potato-navigation": "1"}
        return await self._send("POST", path, json.dumps(words).encode(), headers)

    async def _send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
        cookie = {"cookie": self._cookie} if self._cookie else {}
        reply = await self._sender.send(method, path, body, {**cookie, **(headers or {})})
        for value in reply.cookies:
            self._cookie = value.partition(";")[0]
        return reply


def audit_potato(folder: Path, overlap: int, sent: Sequence[Sent]) -> dict[str, int]:
    """What potato's files say afterwards, against what people were told."""
    kept: set[tuple[int, str, str]] = set()
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for path in (folder / "annotation_output").glob("persona*/user_state.json"):
        person = int(path.parent.name.removeprefix("persona"))
        for item, labels in json.loads(path.read_text(encoding="utf-8"))["instance_id_to_label_to_value"].items():
            notes = [value for label, value in labels if label["schema"] == "note"]
            kept.update((person, item, note) for note in notes)
            holders[item].add(person)
    # potato shows an item again that was answered before it was restarted; what is said then takes the former's place.
    newest = {(one.person, one.assignment): one for one in sent}
    missing = [one for one in newest.values() if (one.person, one.assignment, one.note) not in kept]
    return {
        "answers": len(kept),
        "acknowledged": sum(one.acknowledged for one in sent),
        "acknowledged_lost": sum(one.acknowledged for one in missing),
        "lost": len(missing),
        "over_assigned": sum(max(0, len(people) - overlap) for people in holders.values()),
    }
