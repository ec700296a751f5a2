"""Small words for templates of all faces."""

from django import template

register = template.Library()
