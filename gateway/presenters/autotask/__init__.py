"""The page of a connection's Autotask side, part by part; `page.py` puts them together."""
