"""What is kept of the bodies of a call that failed: bounded, as text, without secrets."""

from core.domain.secret_texts import remove_secrets

MOST_CHARACTERS = 8_000
# A cut may part a secret from the name that gives it away, so more is cleaned than is kept.
_CLEANED = 2 * MOST_CHARACTERS


def kept(body: bytes | None) -> str:
    """The beginning of a body; of one that is no text, only how long it is."""
    if not body:
        return ""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return f"({len(body):,} bytes that are no text)"
    if "\0" in text:
        return f"({len(body):,} bytes that are no text)"
    clean = remove_secrets(text[:_CLEANED])
    if len(text) <= MOST_CHARACTERS and len(clean) <= MOST_CHARACTERS:
        return clean
    return f"{clean[:MOST_CHARACTERS]}\n… cut; the whole is {len(text):,} characters long."
