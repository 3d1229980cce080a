"""Columnar work on one machine or many: Daft with its native runner, or on Ray.

A plan made here gives the same bytes on both: results stream to this process in whatever order they are ready, are
put in order on disk, and are written by the one `TableWriter`.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from minga.errors import MingaError, MissingPart, UsageError
from minga.external_sort import ExternalSorter, scratch_folder
from minga.table_writer import TableWriter
from minga.tables import Table

if TYPE_CHECKING:
    from daft import DataFrame

__all__ = ["Engine", "EngineKind"]

EngineKind = Literal["native", "ray"]

_QUIET = {
    "DO_NOT_TRACK": "1",  # daft calls home when it is imported
    "DAFT_PROGRESS_BAR": "0",
    "DAFT_SHOW_QUERY_ID": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else ray warns about its own default
}

_MANY = 20_000
"""Rows from which computing in several processes pays."""
_LOGGERS = ("daft", "daft_io", "daft_local_execution", "daft_parquet", "daft_scan")
_GLOB_SIGN = re.compile(r"([\\*?\[\]{}])")
"""Daft takes every path for a pattern."""


class Engine:
    """Runs plans on tables: `native` uses this machine's processors, `ray` those of a cluster.

    `address` is that of a running Ray cluster; without one, `ray` starts one on this machine. Nothing is imported or
    started before the first plan. A process has one kind of engine for its whole life.
    """

    def __init__(self, kind: EngineKind = "native", address: str | None = None) -> None:
        if kind not in ("native", "ray"):
            raise UsageError(f"there is no engine {kind!r}", hint="known are native and ray")
        if address and kind == "native":
            raise UsageError("an address is only of use with the engine ray", hint="add: --engine ray")
        self.kind = kind
        self.address = address
        self._read: list[Table] = []

    def read(self, tables: Sequence[Table], *, number_as: str | None = None) -> DataFrame:
        """The rows of one or more tables with the same schema as one frame, in no particular order.

        `number_as` adds a column of that name with the position (int32, from 0) of a row's table in `tables`.
        """
        daft = self.daft
        self._read += tables
        frames = []
        for number, table in enumerate(tables):
            schema = {field.name: daft.DataType.from_arrow_type(field.type) for field in table.schema}
            paths = [_GLOB_SIGN.sub(r"\\\1", str(path)) for path in table.shards]
            frame = daft.read_parquet(paths, infer_schema=False, schema=schema)
            if number_as is not None:
                frame = frame.with_column(number_as, daft.lit(number).cast(daft.DataType.int32()))
            frames.append(frame)
        return reduce(lambda first, second: first.concat(second), frames)

    def compute(
        self,
        frame: DataFrame,
        name: str,
        function: Callable[..., pa.Array],
        columns: Sequence[str],
        returns: pa.DataType,
        *,
        rows: int,
    ) -> DataFrame:
        """`frame` with a column `name`: `function` of the Arrow arrays of `columns`, a batch at a time.

        `function` is sent to other processes and machines: it must be picklable, and load what is heavy when it is
        first called. It returns an array of type `returns`, as long as its arguments. `rows` is about how many rows
        the frame has: on few, processes take longer to start than they save.
        """
        daft = self.daft
        if self.kind == "ray":
            # with a processor of their own, the workers of one column would wait forever for those of another
            workers = {"max_concurrency": self._processors, "cpus": 0}
        elif rows >= _MANY:
            workers = {"max_concurrency": self._processors, "use_process": True}
        else:
            workers = {"use_process": False}

        @daft.cls(**workers)
        class Computed:
            def __init__(self, function: Callable[..., pa.Array]) -> None:
                self.function = function

            @daft.method.batch(return_dtype=daft.DataType.from_arrow_type(returns), batch_size=1024)  # type: ignore[untyped-decorator]  # daft is not followed
            def call(self, *series: Any) -> pa.Array:
                return self.function(*(one.to_arrow() for one in series))

        return frame.with_column(name, Computed(function).call(*(daft.col(column) for column in columns)))

    def batches(self, frame: DataFrame) -> Iterator[pa.RecordBatch]:
        """The rows of a frame, in no particular order.

        Raises TableError when a table that was read is damaged, and MingaError when the engine fails otherwise.
        """
        from daft.errors import UDFException
        from daft.exceptions import DaftCoreException

        try:
            yield from frame.to_arrow_iter(results_buffer_size=self._processors)
        except UDFException as error:
            if isinstance(error.original_exception, MingaError):
                raise error.original_exception from None
            raise
        except DaftCoreException as error:
            for table in self._read:
                table.verify()
            raise MingaError(f"the {self.kind} engine failed: {str(error).partition(chr(10))[0]}") from error
        finally:
            # Daft's handler makes the system go on waiting after Ctrl-C: whoever waits next must be woken by it
            signal.siginterrupt(signal.SIGINT, True)

    def sorted(self, frame: DataFrame, order_by: Sequence[str], scratch: Path) -> Iterator[pa.Table]:
        """The rows of a frame in order of the columns `order_by`, which together must name a row.

        `scratch` is a folder for what does not fit in memory.
        """
        # Daft's own sort holds all rows in memory, and on Ray draws its partition bounds from samples
        sorter = ExternalSorter(scratch, order_by)
        for batch in self.batches(frame):
            sorter.add(batch)
        yield from sorter.batches()

    def write(self, frame: DataFrame, writer: TableWriter, order_by: Sequence[str]) -> None:
        """Write the rows of a frame in order of the columns `order_by`, which together must name a row."""
        with scratch_folder(writer.folder) as scratch:
            for table in self.sorted(frame, order_by, scratch):
                writer.write(table)

    @property
    def _processors(self) -> int:
        if self.kind == "native":
            return len(os.sched_getaffinity(0))
        import ray

        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    @cached_property
    def daft(self) -> Any:
        """The module `daft`, silenced, and with its runner chosen for this process."""
        os.environ.update(_QUIET)
        for name in _LOGGERS:  # what they say comes back as an exception; without a handler it goes to stderr as well
            logging.getLogger(name).addHandler(logging.NullHandler())
        import daft
        from daft.runners import _get_runner

        running = _get_runner()
        if running is not None and running.name != self.kind:
            raise UsageError(f"this process already runs the engine {running.name}", hint=f"start {self.kind} anew")
        if running is None and self.kind == "native":
            daft.set_runner_native()
        elif running is None:
            self._start_ray()
            daft.set_runner_ray(address=None, noop_if_initialized=True)
        return daft

    def ray(self) -> Any:
        """The module `ray`, connected to the cluster. Raises MissingPart without it, MingaError without a cluster."""
        self._start_ray()
        import ray

        return ray

    def _start_ray(self) -> None:
        try:
            import ray
        except ImportError as error:
            raise MissingPart("Ray is not installed", hint="pip install 'minga[ray]'") from error
        if ray.is_initialized():
            return
        quiet = {"logging_level": "ERROR", "log_to_driver": False}
        try:
            if self.address:
                _knock(self.address)
                ray.init(address=self.address, runtime_env={"env_vars": _QUIET}, **quiet)
            else:
                # "local" keeps ray from joining a cluster that happens to run here
                ray.init(address="local", include_dashboard=False, **quiet)
        except (OSError, ValueError, RuntimeError) as error:
            where = self.address or "this machine"
            what = str(error).partition("\n")[0]
            raise MingaError(f"no Ray cluster: {what}", where=where, hint="is it running? ray status") from error


def _knock(address: str) -> None:
    """Raise OSError unless somebody listens at `HOST:PORT`: ray itself would try, and say so, for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=10).close()
