"""Collects blocks into sections, and knows which headings stand over them."""

from dataclasses import dataclass, field, replace

from assistant.documents.ranks import NUMBERED, UNNUMBERED, counts_on
from assistant.types import Block, Role, Section


@dataclass(slots=True)
class _Draft:
    """A section while its blocks are being collected."""

    title: str
    role: Role
    path: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)


class Sections:
    """The sections of a document, in their order; those without text are not kept."""

    def __init__(self) -> None:
        self._done: list[Section] = []
        self._over: list[tuple[float, str]] = []
        self._draft = _Draft("", Role.BODY, ())

    @property
    def blocks(self) -> list[Block]:
        """The blocks of the section that is open."""
        return self._draft.blocks

    @property
    def role(self) -> Role:
        """The role of the section that is open."""
        return self._draft.role

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above what comes next, outermost first."""
        return tuple(title for _, title in self._over)

    def finish(self) -> tuple[Section, ...]:
        """All of them."""
        self.open("", Role.BODY)
        return tuple(self._done)

    def begin(self, title: str, rank: float, role: Role) -> None:
        """Begin a section under a heading of a rank."""
        self.pop(rank)
        self.push(title, rank)
        self.open(title, role)

    def begin_apart(self, title: str, role: Role) -> None:
        """Begin a section that has a name and no place among the headings."""
        self.open(title, role, (*self.path, title))

    def begin_above(self, rank: float, role: Role) -> None:
        """Begin a section under what stands above a heading of a rank."""
        self.pop(rank)
        self.open(self._over[-1][1] if self._over else "", role)

    def open(self, title: str, role: Role, path: tuple[str, ...] | None = None) -> None:
        """Keep the section that is open, where it has text, and open another one."""
        done = self._draft
        if done.blocks:
            section = Section(done.title, done.role, tuple(done.blocks), done.path)
            if self._done and _is_one(self._done[-1], section):
                section = replace(section, blocks=(*self._done.pop().blocks, *section.blocks))
            self._done.append(section)
        self._draft = _Draft(title, role, self.path if path is None else path)

    def take(self, role: Role) -> None:
        """Give the section that is open a role; what it has of another one is kept apart."""
        if role is not self._draft.role and self._draft.blocks:
            self.open(self._draft.title, role, self._draft.path)
        self._draft.role = role

    def push(self, title: str, rank: float) -> None:
        """Put a heading over what comes next."""
        self._over.append((rank, title))

    def pop(self, rank: float) -> None:
        """Drop the headings that one of a rank does not stand under."""
        while self._over and self._over[-1][0] >= rank:
            self._over.pop()

    def rank_here(self, rank: float, title: str) -> float:
        """The rank of a heading: one without a number does not end the section that it stands in.

        Where numbered sections stand under none like it, it heads a part of the last of them. One
        that counts on from another is of its rank, though that one stands on a line of its own.
        """
        if rank in NUMBERED:
            return next((known for known, over in self._over if counts_on(title, over)), rank)
        if rank not in UNNUMBERED or any(known in UNNUMBERED for known, _ in self._over):
            return rank
        numbered = [known for known, _ in self._over if known in NUMBERED]
        return max(rank, numbered[0] + 0.5) if numbered else rank


def _is_one(one: Section, other: Section) -> bool:
    return (one.title, one.role, one.path) == (other.title, other.role, other.path)
