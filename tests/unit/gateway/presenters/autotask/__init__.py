"""The page of the Autotask side, part by part."""
