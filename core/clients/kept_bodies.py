"""What is kept of the bodies of a call that failed: bounded, as text, without secrets."""

from codecs import utf_8_decode

from core.domain.secret_texts import remove_secrets

MOST_CHARACTERS = 8_000
# A cut may part a secret from the name that gives it away, so more is cleaned than is kept.
_CLEANED = 2 * MOST_CHARACTERS


def kept(body: bytes | None) -> str:
    """The beginning of a body; of one that is no text, only how long it is."""
    if not body:
        return ""
    text = _beginning(body)
    if text is None or "\0" in text:
        return f"({len(body):,} bytes that are no text)"
    clean = remove_secrets(text)
    if len(text) <= MOST_CHARACTERS and len(clean) <= MOST_CHARACTERS:
        return clean
    return f"{clean[:MOST_CHARACTERS]}\n… cut; the whole is {len(body):,} bytes long."


def _beginning(body: bytes) -> str | None:
    """As many characters as are cleaned, however long the body is; None when it is no text."""
    try:
        # No character has more than four bytes. The cut may go through the last one.
        text, _ = utf_8_decode(body[: 4 * _CLEANED], "strict", len(body) <= 4 * _CLEANED)
    except UnicodeDecodeError:
        return None
    return text[:_CLEANED]
