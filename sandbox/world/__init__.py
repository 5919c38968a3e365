"""The demo world as pure functions of a seed and a day: who is billed, for what, and with which outcome."""
