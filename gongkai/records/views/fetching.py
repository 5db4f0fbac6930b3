"""Fetching what a person may see; 404 for everybody else."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from gongkai.records import policy
from gongkai.records.models import Record


def visible(request: HttpRequest, pk: int) -> Record:
    """The record, if the person may see it."""
    found = policy.visible_to(request.user).select_related("agency", "item__catalogue", "drafter", "edited_by")
    return get_object_or_404(found, pk=pk)
