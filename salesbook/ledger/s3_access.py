"""How this computer gets to S3-compatible storage: by the environment, or by the files in which the platform keeps it.

Nothing of it stands in ``salesbook.toml``, which lies beside the workbooks and is shared, copied and mailed.
"""

import configparser
import os
from collections.abc import Iterator
from pathlib import Path

from salesbook.ledger.storage import UnreachableError
from salesbook.problems import Reason

_KEYS = {
    "AWS_ACCESS_KEY_ID": "aws_access_key_id",
    "AWS_SECRET_ACCESS_KEY": "aws_secret_access_key",
    "AWS_SESSION_TOKEN": "aws_session_token",
}
_PLACE = {"AWS_ENDPOINT_URL": "endpoint_url", "AWS_REGION": "region"}
"""What a profile may tell, by the name of the environment."""

_OTHER_SOURCES = ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                  "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_SKIP_SIGNATURE")  # fmt: skip


def access() -> dict[str, str]:
    """Endpoint, region and credentials by the names that they have in the environment, as far as they are known.

    What the environment says comes before the profile; credentials are never put together from both.
    Where there are none, the libraries ask the machine that they run on.

    Raises:
        UnreachableError: The files of the platform cannot be read, or there is no access key and none to ask.
    """
    profile = _profile()
    environment = {name: value for name, value in os.environ.items() if value}
    found = {name: environment.get(name) or profile.get(key, "") for name, key in _PLACE.items()}
    found["AWS_REGION"] = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or found["AWS_REGION"]
    found["AWS_ENDPOINT_URL"] = (
        environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT") or found["AWS_ENDPOINT_URL"]
    )
    found["AWS_ALLOW_HTTP"] = environment.get("AWS_ALLOW_HTTP", "")
    has_own = "AWS_ACCESS_KEY_ID" in environment
    for name, key in _KEYS.items():
        found[name] = environment.get(name, "") if has_own else profile.get(key, "")
    is_alone = environment.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true"
    if is_alone and not found["AWS_ACCESS_KEY_ID"] and not any(name in environment for name in _OTHER_SOURCES):
        raise UnreachableError(Reason("reason-no-key"))
    return {name: value for name, value in found.items() if value}


def _profile() -> dict[str, str]:
    """What the platform's files say of the profile in use, by their own keys."""
    name = os.environ.get("AWS_PROFILE") or "default"
    found: dict[str, str] = {}
    for path, sections in _files(name):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, configparser.Error):
            raise UnreachableError(Reason("reason-file-unreadable", {"file": str(path)})) from None
        for section in sections:
            if parser.has_section(section):
                found |= dict(parser.items(section))
    return found


def _files(profile: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The files, and the sections that count in each; what comes later counts."""
    home = Path.home() / ".aws"
    yield Path(os.environ.get("AWS_CONFIG_FILE") or home / "config"), (profile, f"profile {profile}")
    yield Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or home / "credentials"), (profile,)
