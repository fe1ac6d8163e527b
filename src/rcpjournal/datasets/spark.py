"""Spark, on this machine or a cluster: the only user of pyspark."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rcpjournal.datasets.layout import SCHEMA
from rcpjournal.datasets.refusals import DriverMissing, EngineFailed, first_line
from rcpjournal.datasets.rollup import counts_table, sql_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

_PACKAGE = "pyspark>=4.0,<4.1"
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a team may be called 2026
    "spark.sql.shuffle.partitions": "16",
}
_LOCAL = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.driver.memory": "2g"}


@contextmanager
def spark(engine: str, dataset: str, view: str) -> "Iterator[_Spark]":
    """A session of Spark that sees the dataset. Raises DriverMissing or EngineFailed."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise DriverMissing("Spark", _PACKAGE) from None
    local = not engine.startswith("spark://")
    builder = SparkSession.builder.master("local[*]" if engine == "spark:local" else engine).appName("rcpjournal")
    for name, setting in {**_SETTINGS, **(_LOCAL if local else {})}.items():
        if local or name != "spark.sql.shuffle.partitions":
            builder = builder.config(name, setting)
    try:
        session = builder.getOrCreate()
        try:
            files = session.read.option("basePath", dataset).parquet(f"{dataset.rstrip('/')}/schema={SCHEMA}")
            files.createOrReplaceTempView(view)
            yield _Spark(session, view)
        finally:
            session.stop()
    except (PySparkException, OSError) as error:
        raise EngineFailed("Spark", first_line(error)) from None


class _Spark:
    def __init__(self, session: Any, view: str) -> None:
        self._session, self.table = session, counts_table(view)

    def rows(self, question: "Table") -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(sql_of(question, "pyspark")).collect()]
