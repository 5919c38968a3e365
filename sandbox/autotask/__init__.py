"""Autotask PSA under /atservicesrest/: answers what the vendor's help says, refuses what it refuses.

metadata/   the fields of the entities that are served, one file each
schema      the metadata, loaded
query/      the query language: reading, conditions, pages
tenant      the stored records, their JSON text, and what happens to them as time passes
limits      the hourly budget with its delays, and three calls at a time per endpoint
routes/     the HTTP surface; app.py puts everything together
"""
