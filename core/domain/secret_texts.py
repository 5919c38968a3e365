"""Takes out of a text what looks like a secret, before anybody keeps or shows it."""

import re

# Names of fields that open doors, in JSON, forms and headers, with whatever they hold.
_SECRETS = re.compile(
    r'(?i)("?(?:authorization|access_token|refresh_token|id_token|client_secret|password|secret'
    r'|code_verifier|apiintegrationcode)"?\s*[:=]\s*"?(?:bearer\s+|basic\s+)?|bearer\s+)([^"\s,}&]+)'
)


def remove_secrets(text: str) -> str:
    return _SECRETS.sub(r"\1(removed)", text)
