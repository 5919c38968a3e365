"""Autotask PSA under /atservicesrest/: answers what the vendor's help says, refuses what it refuses.

metadata/   the fields of the entities that are served, one file each
schema      the metadata, loaded
query/      the query language: reading, conditions, pages
tenant      the stored records, their JSON text
passing     what happens to them as time passes; appearing: what a new invoice is to look like
limits      the hourly budget with its delays, and three calls at a time per endpoint
lock, rights, sight, zones   who may call, what is refused, what is hidden, and where
fault_kinds, bad_data, bad_values, interference   what goes wrong on demand
open_questions, switches, switched   what nobody has documented, both ways
documents/  an invoice as HTML and PDF
routes/     the HTTP surface; app.py puts everything together
"""
