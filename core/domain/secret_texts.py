"""Takes out of a text what looks like a secret, before anybody keeps or shows it."""

import re

# Names of fields that open doors, in JSON, forms and headers.
_NAMED = (
    r'"?(?:authorization|access_token|refresh_token|id_token|client_secret|password|secret'
    r'|code_verifier|apiintegrationcode)"?\s*[:=]\s*'
)
_SCHEME = r"(?:bearer\s+|basic\s+)?"
# A value in quotes ends with its quote or with the text, one without where the next field begins.
_SECRETS = re.compile(
    rf'(?i)({_NAMED}"{_SCHEME})(?:[^"\\]|\\.)*|({_NAMED}{_SCHEME}|bearer\s+)[^"\s,}}&]+', re.DOTALL
)


def remove_secrets(text: str) -> str:
    return _SECRETS.sub(lambda found: f"{found[1] or found[2]}(removed)", text)
