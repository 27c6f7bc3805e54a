"""The same directory in PostgreSQL with PostGIS: one table, an index for places, one for words, one for terms.

It is asked for the total, the counts of every term and the first twenty in one statement, prepared beforehand. It
counts every facet under its own filter, which is less than the index does: the comparison is in its favour.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import psycopg

from hearken.directory.asking import Query
from hearken.directory.index.sphere import EQUAL
from search.world import World
from tests.postgres import binaries, running_cluster

METRES = 1609.344
TABLE = """
CREATE TABLE listing (id int PRIMARY KEY, key text, place geography(Point), terms int[], words tsvector);
"""
INDEXES = (
    "CREATE INDEX ON listing USING gist (place)",
    "CREATE INDEX ON listing USING gin (words)",
    "CREATE INDEX ON listing USING gin (terms)",
    "VACUUM ANALYZE listing",
)


@contextmanager
def postgis(world: World) -> Iterator["Postgis | None"]:
    """A cluster of its own with the directory in it; None where there is no PostgreSQL or it has no PostGIS."""
    if binaries() is None:
        yield None
        return
    with running_cluster() as cluster, psycopg.connect(cluster.address, autocommit=True) as database:
        try:
            database.execute("CREATE EXTENSION postgis")
        except psycopg.Error:
            yield None
            return
        database.execute("SET work_mem = '256MB'")
        database.execute("SET jit = off")
        _fill(database, world)
        yield Postgis(database, world)


def _fill(database: psycopg.Connection[Any], world: World) -> None:
    database.execute(TABLE)
    with database.cursor().copy("COPY listing FROM STDIN") as copy:
        for row in range(world.size):
            terms = "{" + ",".join(map(str, np.flatnonzero(world.has[row]).tolist())) + "}"
            words = world.words[row]
            text = " ".join(f"w{number}:{at + 1}" for at, number in enumerate(words[words >= 0].tolist()))
            place = f"SRID=4326;POINT({world.lon[row]} {world.lat[row]})"
            copy.write_row((row, f"{world.key[row]:016x}", place, terms, text))
    for statement in INDEXES:
        database.execute(statement)


class Postgis:
    """One client."""

    def __init__(self, database: psycopg.Connection[Any], world: World) -> None:
        self._database, self._world = database, world

    def ask(self, query: Query) -> tuple[int, dict[int, int], list[str]]:
        """(total, counts by bit, the first keys)."""
        bits, where, given = self._world.layout.bits, ["NOT terms && %(without)s::int[]"], {}
        given["without"] = [bits[key] for key in query.without]
        order = "key"
        if query.near:
            where.append("ST_DWithin(place, %(here)s::geography, %(metres)s, false)")
            given["here"] = f"SRID=4326;POINT({query.near.lon} {query.near.lat})"
            given["metres"] = query.near.miles * METRES * (1 + EQUAL)
            order = "away, key"
        if query.words:
            where.append("words @@ %(words)s::tsquery")
            given["words"] = " & ".join(query.words)
            order = "rank DESC, " + order
        for number, keys in enumerate(query.terms.values()):
            where.append(f"terms && %(facet{number})s::int[]")
            given[f"facet{number}"] = [bits[key] for key in keys]
        away = "ST_Distance(place, %(here)s::geography, false)" if query.near else "0"
        rank = "ts_rank(words, %(words)s::tsquery)" if query.words else "0"
        row = self._database.execute(
            f"WITH found AS MATERIALIZED (SELECT key, terms, {away} AS away, {rank} AS rank FROM listing"
            f" WHERE {' AND '.join(where)}) SELECT (SELECT count(*) FROM found), (SELECT jsonb_object_agg(term, often)"
            " FROM (SELECT term, count(*) AS often FROM found, unnest(terms) AS term GROUP BY term) AS counted),"
            f" (SELECT array_agg(key) FROM (SELECT key FROM found ORDER BY {order} LIMIT 20) AS first)",
            given,
            prepare=True,
        ).fetchone()
        total, counts, keys = row or (0, None, None)
        return total, {int(bit): often for bit, often in (counts or {}).items()}, keys or []
