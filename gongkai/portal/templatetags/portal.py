"""Filters of the public site's templates."""

from django import template

from gongkai.portal import reading

register = template.Library()
register.filter("out_of_force", reading.out_of_force)
