# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns over the paths of a tree, and which of its files are published; pure."""

from __future__ import annotations

import fnmatch
import re
import typing as t

# Never sent unless named in include_hidden: what starts with a dot, and what people keep beside a site by mistake.
HIDDEN = (".*",)
SECRETS = (
    "*.env",
    "*.jks",
    "*.kdbx",
    "*.key",
    "*.keystore",
    "*.p12",
    "*.pem",
    "*.pfx",
    "*.ppk",
    "*.tfstate",
    "*.tfstate.backup",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
)
# A build that compresses all files makes these of secrets too.
COMPRESSED = ("", ".br", ".gz")
# Well-known URIs (RFC 8615) are meant to be public.
PUBLIC = (".well-known",)


class Patterns:
    """Shell patterns; one without a slash is compared with every name on the way, one with a slash with the path.

    A pattern that matches a folder matches all that is in it. An asterisk matches slashes too.
    """

    def __init__(self, patterns: t.Iterable[str]) -> None:
        # No path of the tree begins with a dot and a slash, but people write it for the top.
        cleaned = [(pattern[1:] if pattern.startswith("./") else pattern).rstrip("/") for pattern in patterns]
        self._names = _compiled(pattern for pattern in cleaned if "/" not in pattern)
        self._paths = _compiled(pattern.lstrip("/") for pattern in cleaned if "/" in pattern)

    def match(self, path: str) -> bool:
        """Tell whether any pattern matches a path, written with slashes and relative to the tree."""
        parts = path.split("/")
        if self._names is not None and any(self._names.match(part) for part in parts):
            return True
        if self._paths is None:
            return False
        return any(self._paths.match("/".join(parts[:length])) for length in range(1, len(parts) + 1))


def _compiled(patterns: t.Iterable[str]) -> re.Pattern[str] | None:
    translated = [fnmatch.translate(pattern) for pattern in patterns]
    return re.compile("|".join(translated)) if translated else None


class Selection:
    """Which paths are published. What is not, is neither sent nor deleted."""

    def __init__(self, *, exclude: t.Iterable[str], include_hidden: t.Iterable[str]) -> None:
        self._exclude = Patterns(exclude)
        self._include = Patterns(include_hidden)
        self._hidden = Patterns(HIDDEN)
        self._secrets = Patterns(f"{secret}{ending}" for secret in SECRETS for ending in COMPRESSED)

    def excludes(self, path: str) -> bool:
        """Tell whether the user's own patterns leave a path out."""
        return self._exclude.match(path)

    def hides(self, path: str) -> bool:
        """Tell whether a path is left out because it is hidden or looks like a secret."""
        if self._include.match(path):
            return False
        return self._is_hidden(path) or self._secrets.match(path)

    def is_secret(self, path: str) -> bool:
        """Tell whether a path in plain sight looks like key material or a secret and was not asked for."""
        return self._secrets.match(path) and not self._is_hidden(path) and not self._include.match(path)

    def _is_hidden(self, path: str) -> bool:
        return self._hidden.match("/".join(part for part in path.split("/") if part not in PUBLIC))

    def leaves_out(self, path: str) -> bool:
        """Tell whether a path is left out for any reason."""
        return self.excludes(path) or self.hides(path)
