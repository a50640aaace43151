"""What a conversion depends on beside the input's bytes: the tool and its profiles."""

import hashlib
from collections.abc import Iterable

import msgspec

import annextract
from extract.profile import Profile


def conversion_version(profiles: Iterable[Profile]) -> str:
    """The tool's version with a digest of the profiles: an input is converted anew where either has changed."""
    digest = hashlib.sha256(msgspec.json.encode(sorted(profiles, key=lambda profile: profile.name))).hexdigest()
    return f"{annextract.__version__}+profiles.{digest[:12]}"
