"""The blueprint that all pages of the options hang in."""

from flask import Blueprint

blueprint = Blueprint("configuration", __name__)
HERE = "/c/<connection>/configuration"
