"""The queue, as procrastinate keeps it: errands put on it, taken, finished, given back; and workers' signs of life.

procrastinate speaks asyncio and we speak threads, so its loop runs in a thread of its own and each call waits for its end.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TypeVar

from agent.fleet.errand import TASK, Errand, queue_of
from agent.fleet.tables import ensure
from agent.store.values import StoreError, Trouble
from config.text import _

if TYPE_CHECKING:
    from agent.store.store import Store

T = TypeVar("T")
CALL_SECONDS: Final = 15.0
"""Ours: how long one call may wait; each takes milliseconds where the server answers."""
_CONNECTIONS: Final = 2
_ABSENT: Final = _("store.workers: shared needs procrastinate: pip install 'xunjian[fleet]'")


class Taken(NamedTuple):
    """An errand that is ours: its number on the queue, and how often it came back to it."""

    number: int
    errand: Errand
    attempts: int


class Client:
    """An open connection with the queue of a store. Threads may share it. Every method raises StoreError."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="queue", daemon=True)
        try:
            from procrastinate import App, PsycopgConnector  # noqa: PLC0415 - an extra, 0.7 s that only a fleet pays
        except ImportError as error:
            raise StoreError(Trouble.FAILED, store.place, _ABSENT) from error
        url = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        more = {"application_name": "xunjian-queue", "connect_timeout": 10}
        self._app = App(
            connector=PsycopgConnector(conninfo=url, min_size=1, max_size=_CONNECTIONS, timeout=10, kwargs=more)
        )
        self._jobs = self._app.job_manager

    def __enter__(self) -> Self:
        ensure(self._store)
        self._thread.start()
        self._call(self._open())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._call(self._app.close_async())
        except StoreError:
            pass  # the server is gone; so are its connections
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(CALL_SECONDS)

    async def _open(self) -> None:
        await self._app.open_async()

    def _call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        from procrastinate.exceptions import ConnectorException  # noqa: PLC0415 - loaded with the client
        from psycopg import InterfaceError, OperationalError  # noqa: PLC0415 - as above
        from psycopg.errors import RaiseException  # noqa: PLC0415 - as above

        asked = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return asked.result(CALL_SECONDS)
        except TimeoutError as error:
            asked.cancel()
            raise StoreError(Trouble.UNREACHABLE, self._store.place, str(error)) from error
        except (ConnectorException, OperationalError, InterfaceError) as error:
            cause = error.__cause__ if isinstance(error, ConnectorException) else error
            is_away = isinstance(cause, OperationalError | InterfaceError)
            is_gone = isinstance(cause, RaiseException)  # what procrastinate's own functions say of a job that is not there
            trouble = Trouble.UNREACHABLE if is_away else Trouble.UNKNOWN_ID if is_gone else Trouble.FAILED
            raise StoreError(trouble, self._store.place, str(cause).strip()) from error

    # --- who puts errands on it

    def put(self, errands: Iterable[Errand]) -> None:
        """Put errands on their queues, all of one queue or none."""
        by_queue: dict[str, list[dict[str, Any]]] = {}
        for one in errands:
            by_queue.setdefault(queue_of(one.zone, one.digest), []).append(one.written())
        for name, args in by_queue.items():
            self._call(self._app.configure_task(TASK, queue=name).batch_defer_async(*args))

    # --- who takes them

    def register(self) -> int:
        """Become a worker; give its number."""
        return self._call(self._jobs.register_worker())

    def unregister(self, worker: int) -> None:
        """Be one no more."""
        self._call(self._jobs.unregister_worker(worker))

    def live(self, worker: int) -> None:
        """Give a sign of life."""
        self._call(self._jobs.update_heartbeat(worker))

    def forget(self, silent_seconds: float) -> None:
        """Strike workers off that were silent for so long."""
        self._call(self._jobs.prune_stalled_workers(silent_seconds))

    def take(self, queues: Iterable[str], worker: int) -> Taken | None:
        """Take the next errand of these queues; None where they are empty."""
        found = self._call(self._jobs.fetch_job(list(queues), worker))
        return None if found is None else Taken(found.id or 0, Errand.read(found.task_kwargs), found.attempts)

    def finish(self, number: int) -> None:
        """Take an errand off the queue: it is done, or nobody wants it any more."""
        self._end(number, is_kept=False)

    def give_up(self, number: int) -> None:
        """Leave an errand as one that nobody can do, for who put it there to see."""
        self._end(number, is_kept=True)

    def _end(self, number: int, *, is_kept: bool) -> None:
        from procrastinate.jobs import Status  # noqa: PLC0415 - loaded with the client

        status = Status.FAILED if is_kept else Status.SUCCEEDED
        self._if_there(self._jobs.finish_job_by_id_async(number, status, delete_job=not is_kept))

    def give_back(self, number: int, pause_seconds: float = 0) -> None:
        """Put an errand back: any worker may take it when the pause is over."""
        at = datetime.now(UTC) + timedelta(seconds=pause_seconds)
        self._if_there(self._jobs.retry_job_by_id_async(number, at))

    def _if_there(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Do it, if the errand was not struck off or freed meanwhile."""
        try:
            self._call(coroutine)
        except StoreError as error:
            if error.trouble is not Trouble.UNKNOWN_ID:
                raise

    def mine(self, worker: int) -> list[int]:
        """Errands that the queue says a worker has."""
        found = self._call(self._jobs.list_jobs_async(worker_id=worker, status="doing"))
        return [one.id or 0 for one in found]

    def stalled(self, silent_seconds: float) -> list[int]:
        """Errands whose worker has been silent for so long."""
        found = self._call(self._jobs.get_stalled_jobs(task_name=TASK, seconds_since_heartbeat=silent_seconds))
        return [one.id or 0 for one in found]
