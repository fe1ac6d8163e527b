"""Spark, on this machine or a cluster: the only user of pyspark."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rcpjournal.datasets.layout import FILE, SCHEMA
from rcpjournal.datasets.refusals import DriverMissing, EngineFailed, first_line
from rcpjournal.datasets.rollup import counts_table, sql_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

_PACKAGE = "pyspark>=4.0,<4.1"
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a team may be called 2026
}
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "16",
}
_QUIET = """\
status = off
appender.nowhere.type = Null
appender.nowhere.name = nowhere
rootLogger.level = off
rootLogger.appenderRef.nowhere.ref = nowhere
"""
"""a log that goes nowhere: what Spark writes of its own affairs would stand before the report"""


@contextmanager
def spark(engine: str, dataset: str, view: str) -> "Iterator[_Spark]":
    """A session of Spark that sees the dataset. Raises DriverMissing or EngineFailed."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise DriverMissing("Spark", _PACKAGE) from None
    with TemporaryDirectory(prefix="rcpjournal-") as folder, quiet():
        builder = SparkSession.builder.appName("rcpjournal")
        for name, setting in _settings(engine, Path(folder)).items():
            builder = builder.config(name, setting)
        try:
            session = builder.getOrCreate()
            try:
                files = session.read.option("basePath", dataset).option("pathGlobFilter", FILE)
                files.parquet(f"{dataset.rstrip('/')}/schema={SCHEMA}").createOrReplaceTempView(view)
                yield _Spark(session, view)
            finally:
                session.stop()
        except (PySparkException, Py4JError, OSError) as error:
            raise EngineFailed("Spark", why(error)) from None


@contextmanager
def quiet() -> Iterator[None]:
    """Without what Spark's client says beside its errors: at a Ctrl-C it would be a page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable()
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


def _settings(engine: str, folder: Path) -> dict[str, str]:
    """How Spark is started. On this machine it keeps its log to itself; a cluster's is its own affair."""
    if engine.startswith("spark://"):
        return {**_SETTINGS, "spark.log.level": "ERROR", "spark.master": engine}
    log = folder / "log4j2.properties"
    log.write_text(_QUIET, encoding="utf-8")
    return {
        **_SETTINGS,
        **_LOCAL,
        "spark.master": engine if engine.startswith("local[") else "local[*]",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.as_uri()}",
    }


def why(error: Exception) -> str:
    """What Spark says, or what Java says for it."""
    thrown = getattr(error, "java_exception", None)
    words = first_line(error) if thrown is None else str(thrown).splitlines()[0].partition(": ")[2]
    return "no master answers there" if "stopped SparkContext" in words else words


class _Spark:
    def __init__(self, session: Any, view: str) -> None:
        self._session, self.table = session, counts_table(view)

    def rows(self, question: "Table") -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(sql_of(question, "pyspark")).collect()]
