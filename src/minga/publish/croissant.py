"""`croissant.json`: what is in a data repository, for programs (MLCommons Croissant 1.0)."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from minga.errors import InputError
from minga.publish.imprint import Imprint, Kind
from minga.publish.markdown import one_line

__all__ = ["DataConfig", "write_croissant"]


@dataclass(frozen=True)
class DataConfig:
    """A part of a data repository that is loaded by its name."""

    name: str
    split: str
    """`train` or `test`."""
    glob: str
    """Its Parquet files, relative to the repository."""
    schema: pa.Schema
    rows: int

    def head(self, *, default: bool) -> dict[str, Any]:
        """Its entry in the head of a card."""
        files = [{"split": self.split, "path": self.glob}]
        return {"config_name": self.name, "data_files": files} | ({"default": True} if default else {})


def write_croissant(
    folder: Path,
    imprint: Imprint,
    kind: Kind,
    title: str,
    configs: Sequence[DataConfig],
    languages: Sequence[str],
    columns: Mapping[str, str],
    citation: str,
) -> None:
    """Write `croissant.json` into `folder` and read it back. Raises InputError when mlcroissant finds a fault in it.

    `columns` says what columns mean, by name.
    """
    import mlcroissant as mlc

    metadata = mlc.Metadata(
        name=one_line(title),
        description=one_line(imprint.description) or one_line(title),
        license=[_licence_address(imprint.licence)],
        url=imprint.address(kind) or imprint.homepage or None,
        creators=[mlc.Organization(name=one_line(author)) for author in imprint.authors or (imprint.name,)],
        in_language=list(languages),
        cite_as=citation,
        distribution=[
            mlc.FileSet(
                id=f"{config.name}-files",
                name=f"{config.name}-files",
                encoding_formats=["application/x-parquet"],
                includes=[config.glob],
            )
            for config in configs
        ],
        record_sets=[_record_set(config, columns) for config in configs],
    )
    path = folder / "croissant.json"
    path.write_text(json.dumps(metadata.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _validate(path)


def _licence_address(expression: str) -> str:
    return f"https://spdx.org/licenses/{expression}.html" if " " not in expression else expression


def _record_set(config: DataConfig, columns: Mapping[str, str]) -> Any:
    import mlcroissant as mlc

    fields = [_field(config.name, f"{config.name}-files", column, columns) for column in config.schema]
    return mlc.RecordSet(id=config.name, name=config.name, key=[f"{config.name}/id"], fields=fields)


def _field(record_set: str, files: str, column: pa.Field, columns: Mapping[str, str]) -> Any:
    import mlcroissant as mlc

    place, name = f"{record_set}/{column.name}", column.name
    repeated = pa.types.is_list(column.type)
    inner = column.type.value_type if repeated else column.type
    about = {"id": place, "name": name, "description": columns.get(name), "repeated": repeated or None}
    if not pa.types.is_struct(inner):
        source = mlc.Source(file_set=files, extract=mlc.Extract(column=name))
        return mlc.Field(**about, data_types=[_data_type(inner)], source=source)
    parts = [
        mlc.Field(
            id=f"{place}/{part.name}",
            name=part.name,
            data_types=[_data_type(part.type)],
            repeated=repeated or None,
            source=mlc.Source(
                file_set=files, extract=mlc.Extract(column=name), transforms=[mlc.Transform(json_path=part.name)]
            ),
        )
        for part in inner
    ]
    return mlc.Field(**about, sub_fields=parts)


def _data_type(kind: pa.DataType) -> Any:
    import mlcroissant as mlc

    if pa.types.is_boolean(kind):
        return mlc.DataType.BOOL
    if pa.types.is_integer(kind):
        return mlc.DataType.INTEGER
    return mlc.DataType.FLOAT if pa.types.is_floating(kind) else mlc.DataType.TEXT


def _validate(path: Path) -> None:
    import mlcroissant as mlc

    with _quiet():
        try:
            mlc.Dataset(jsonld=str(path))
        except mlc.ValidationError as error:
            raise InputError(f"Croissant finds a fault: {error}", where=path.name) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Without rdflib's warnings about itself, and the advice to give a date: a release has no clock."""
    logger = logging.getLogger("absl")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
