"""What a conversion depends on beside the input's bytes: the tool, its profiles and a prior."""

import hashlib
from collections.abc import Iterable

import msgspec

import annextract
from extract.profile import Profile
from schemas.raw import Seen


def conversion_version(profiles: Iterable[Profile], seen: Seen = ()) -> str:
    """The tool's version with digests of the profiles and of a prior: an input is converted anew where one of them has changed."""
    digest = hashlib.sha256(msgspec.json.encode(sorted(profiles, key=lambda profile: profile.name))).hexdigest()
    version = f"{annextract.__version__}+profiles.{digest[:12]}"
    return f"{version}.prior.{hashlib.sha256(msgspec.json.encode(seen)).hexdigest()[:12]}" if seen else version
