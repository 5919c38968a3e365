"""Rows of the store become words, numbers and links; templates only arrange them."""
