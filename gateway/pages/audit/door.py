"""The blueprint that all pages of the audit hang in."""

from flask import Blueprint

blueprint = Blueprint("audit", __name__)
HERE = "/c/<connection>/audit"
