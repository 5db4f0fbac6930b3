"""Filters of the public site's templates."""

from django import template

from gongkai.portal import reading
from gongkai.records import queries as records

register = template.Library()
register.filter("out_of_force", reading.out_of_force)
register.filter("ends_soon", reading.ends_soon)
register.filter("corrected_on", reading.corrected_on)
register.filter("makers", records.makers)
