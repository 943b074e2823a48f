"""Merkle tree hashes as in RFC 9162 section 2.1.1, computed from a stream in memory that grows with its logarithm."""

from __future__ import annotations

import hashlib

LEAF, NODE = b"\x00", b"\x01"


class MerkleTree:
    """A tree that grows leaf by leaf; `root` may be read at any time."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, digest: str) -> None:
        """Appends an entry's digest, in hex."""
        height, node = 0, self._hash(LEAF + bytes.fromhex(digest))
        while self._peaks and self._peaks[-1][0] == height:
            node = self._hash(NODE + self._peaks.pop()[1] + node)
            height += 1
        self._peaks.append((height, node))
        self.count += 1

    @property
    def root(self) -> str:
        """The tree's root in hex; the digest of nothing for an empty tree."""
        if not self._peaks:
            return self._hash(b"").hex()
        node = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            node = self._hash(NODE + peak + node)
        return node.hex()

    def _hash(self, data: bytes) -> bytes:
        return hashlib.new(self.algorithm, data).digest()
