"""The part of the editor that asks what the limit hangs on: the kind of information, the legal event and its day."""

from copy import copy
from typing import Any

from django import forms

from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Item
from gongkai.records import starting
from gongkai.records.models import Record
from gongkai.rules.vocabulary import EVENTS
from gongkai.ui.forms import DateField

OTHER = "other"  # the radio button that leads to the whole list
STARTED = "started_"  # + event: a date belongs to the event it was asked for
WANTED = "法定的公开期限从这一天起算，送审前必须填写；与成文日期不是同一天的，以这一天为准。"
OBTAINED = "从公民、法人、其他组织或者其他机关获取的信息，填写获得它的日期，公开期限从这一天起算；本机关制作的，留空。"
STARTS_REFUSED = ("records.start_event", "records.start_in_future", "records.start_impossible")


class WantedDate(DateField):
    """A day that review asks for and a draft may leave empty: shown as needed, saved as it is."""

    def validate(self, value: Any) -> None:
        if value not in ("", None):
            super().validate(value)


class StartFields(forms.BaseForm):
    """Mixed into the editor's form, which has `record`, `items` and the field `subject`."""

    record: Record
    items: dict[str, Item]
    cleaned_data: dict[str, Any]
    started_name = ""
    started_label = ""
    fields_of: dict[str, str] = {}

    def _starts(self) -> None:
        """Which kind of information it is, and the day of the legal event, where the item chosen here asks for them."""
        said = self._as_said()
        found = starting.kinds(said)
        if found:
            named = [(one.code, f"{one.label}（{one.rule.say()}）") for one in found]
            kinds: Any = self.fields["subject"]
            kinds.choices = [*named, (catalogue.OTHER, "其他")]
        else:
            del self.fields["subject"]
        event = starting.statable(said)
        self.started_name, self.started_label = f"{STARTED}{event}", EVENTS.get(event, "")
        if not event:
            return
        wanted = event == starting.event_of(said)
        kind, words = (WantedDate, WANTED) if wanted else (DateField, OBTAINED)
        self.fields[self.started_name] = kind(label=self.started_label, required=wanted, help_text=words)
        self.fields_of = dict.fromkeys(STARTS_REFUSED, self.started_name)
        if not self.is_bound and self.record.content.get("started_by") == event:
            self.initial[self.started_name] = self.record.content.get("started_on")

    def _as_said(self) -> Record:
        """The record as the form says it is: what its limit follows from."""
        said = copy(self.record)
        raw = self.data if self.is_bound else self.initial
        key = raw.get("suggested") or OTHER
        said.item = self.items.get(str(raw.get("item") or "") if key == OTHER else str(key))
        said.genre, said.normative = str(raw.get("genre") or said.genre), bool(raw.get("normative"))
        said.attribute = str(raw.get("attribute") or said.attribute)
        said.content = said.content | {"subject": str(raw.get("subject") or "")}
        return said

    def start_changes(self) -> dict[str, Any]:
        """What of it the act `edit` takes: only what the page asked for."""
        changes: dict[str, Any] = {}
        if "subject" in self.fields:
            changes["subject"] = self.cleaned_data.get("subject")
        if self.started_name in self.fields:
            day = self.cleaned_data.get(self.started_name)
            changes |= {"started_by": self.started_name.removeprefix(STARTED) if day else "", "started_on": day}
        return changes
