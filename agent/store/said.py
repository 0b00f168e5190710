"""What the open store holds beside inspections: the words of persons, what is kept for them, leases and refusals."""

from collections.abc import Collection, Mapping

from agent.store import acceptances, attachments, baselines, identities, leases, record, snapshots
from agent.store.connected import Connected
from agent.store.record import Entry
from agent.store.values import Baseline, IdentityEvent, Pin, Snapshot
from checks.acceptance import Acceptance, Withdrawal


class Said(Connected):
    """The part of the open store that keeps what was said and agreed."""

    def confirm_baseline(self, target: str, kinds: Collection[str], inspection: str, by: str) -> None:
        """Write that what an inspection saw of these kinds is what should be; of "" that it no longer is."""
        with self._writing() as connection:
            baselines.confirm(connection, target, kinds, inspection, by)

    def baselines(self, target: str) -> dict[str, Baseline]:
        """Give what was confirmed of a target, by kind of fact."""
        with self._reading() as connection:
            return baselines.of_target(connection, target)

    # --- accepted risks

    def accept(self, one: Acceptance) -> str:
        """Write an acceptance; give its id."""
        with self._writing() as connection:
            return acceptances.accept(connection, one)

    def withdraw_acceptance(self, one: Acceptance, by: str, reason: str) -> None:
        """Take an acceptance back; it stays on record."""
        with self._writing() as connection:
            acceptances.withdraw(connection, one, by, reason)

    def acceptances(self) -> tuple[Acceptance, ...]:
        """Give what counts of each finding, those among it that have ended."""
        with self._reading() as connection:
            return acceptances.counting(connection)

    def acceptance_events(self) -> tuple[Acceptance | Withdrawal, ...]:
        """Give all that was ever accepted and taken back, the oldest first."""
        with self._reading() as connection:
            return tuple(acceptances.events(connection))

    # --- the service record

    def record(self, new: Collection[Entry]) -> int:
        """Add entries of the service record; those that are there already stay as they are. Give how many were new."""
        with self._writing() as connection:
            return record.add(connection, new)

    def recorded(self, stream: str, name: str = "") -> tuple[Entry, ...]:
        """Give a stream's entries, of one name or of all, in the order in which they happened."""
        with self._reading() as connection:
            return record.of_stream(connection, stream, name)

    # --- files that the record cites

    def attach(self, name: str, media: str, content: bytes) -> str:
        """Keep a file for ever; give its digest."""
        with self._writing() as connection:
            return attachments.attach(connection, name, media, content)

    def attachment(self, digest: str) -> bytes:
        """Give a file byte for byte. Raises StoreError when it is not there, or is not what was kept."""
        with self._reading() as connection, self._unchanged():
            return attachments.read(connection, digest, self.place)

    # --- snapshots, and what is kept beyond its age

    def add_snapshot(self, new: Snapshot) -> None:
        """Give an ended inspection a name. Raises StoreError: the name is taken, the inspection runs, or there is none."""
        with self._writing() as connection:
            snapshots.add(connection, new, self.place)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Give all snapshots, the oldest first."""
        with self._reading() as connection:
            return snapshots.every(connection)

    def snapshot(self, name: str) -> Snapshot:
        """Give the snapshot of this name. Raises StoreError when there is none."""
        with self._reading() as connection:
            return snapshots.one(connection, name, self.place)

    def remove_snapshot(self, name: str) -> None:
        """Take a name back: the inspection stays and ages from now on. Raises StoreError when there is none."""
        with self._writing() as connection:
            snapshots.remove(connection, name, self.place)

    def pin(self, inspection: str, reason: str) -> None:
        """Keep for ever what an inspection cites: an issued document does."""
        with self._writing() as connection:
            snapshots.pin(connection, inspection, reason)

    def pins(self) -> tuple[Pin, ...]:
        """Give every pinned inspection with its reason: snapshots, baselines that count, and those of ``pin``."""
        with self._reading() as connection:
            return snapshots.pins(connection)

    # --- keeping off each other, and off the customer's accounts

    def lease(self, target: str, holder: str, seconds: float) -> bool:
        """Take a target, or prolong one's own; False while another holds it.

        With an inspection's id as ``holder`` the lease goes when that ends or is cut off.
        """
        with self._writing() as connection:
            return leases.take(connection, target, holder, seconds)

    def release_lease(self, target: str, holder: str) -> None:
        """Give a lease back."""
        with self._writing() as connection:
            leases.release(connection, target, holder)

    def remember_refused(self, target: str, fingerprint: str, credential: str = "") -> None:
        """Remember that a target refused a credential (``leases.credential_fingerprint``)."""
        with self._writing() as connection:
            leases.refuse(connection, target, fingerprint, credential)

    def is_refused(self, target: str, fingerprint: str) -> bool:
        """Say whether a target refused this credential as it is configured now."""
        with self._reading() as connection:
            return leases.is_refused(connection, target, fingerprint)

    def forget_refused(self, target: str) -> int:
        """Offer a target everything again, by hand; give how many refusals went."""
        with self._writing() as connection:
            return leases.forget(connection, target)

    def known_identity(self, target: str) -> dict[str, str] | None:
        """Give who is known to stand behind a target; None before the first meeting."""
        with self._reading() as connection:
            return identities.known(connection, target)

    def confirm_identity(self, target: str, identity: Mapping[str, str], by: str, how: str) -> None:
        """Write a person's word: replaced, moved or same. Earlier words stay."""
        with self._writing() as connection:
            identities.confirm(connection, target, identity, by, how)

    def identity_history(self, target: str) -> tuple[IdentityEvent, ...]:
        """Every word on a target's identity, the oldest first."""
        with self._reading() as connection:
            return identities.history(connection, target)
