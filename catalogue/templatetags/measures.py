"""Sizes of files in templates."""

from __future__ import annotations

from django import template

from catalogue.measures import size_text

register = template.Library()
register.filter("size", size_text)
