"""Chains, entries, sealed personal data, daily roots, and checks of all of it.

A database trigger refuses changes of entries and roots (0002_append_only).
"""

from django.db import models


class Chain(models.Model):
    """The chain of one subject's entries; its row is the lock under which the next entry is written."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="ledger_chain_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}"


class Entry(models.Model):
    """One act, once and for all."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    # When the act happened in the world; differs from recorded_at only in demo and import, and says so.
    at = models.DateTimeField()
    at_given = models.BooleanField(default=False)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    facts = models.JSONField(default=dict)
    rule = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    sealed_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    algorithm = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="ledger_entry_number")]
        indexes = [
            models.Index(fields=["act", "at"], name="ledger_entry_act_at"),
            models.Index(fields=["recorded_at"], name="ledger_entry_recorded"),
            models.Index(fields=["actor_id", "at"], name="ledger_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"


class Sealed(models.Model):
    """Personal data of an entry, encrypted; may be erased by retention rules without breaking the chain."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="sealed")
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sealed {self.entry_id}"


class Root(models.Model):
    """The root over all entries recorded on one local day; export it to anchor the ledger off the server."""

    day = models.DateField(unique=True)
    entries = models.PositiveIntegerField()
    last_entry = models.BigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    algorithm = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.day}"


class Check(models.Model):
    """One recomputation of the whole ledger, asked for by the audit administrator and done by a worker."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "校验中"
        SOUND = "sound", "全部相符"
        FAULTY = "faulty", "发现问题"
        FAILED = "failed", "未能完成"

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    checked = models.PositiveBigIntegerField(default=0)
    faults = models.JSONField(default=list)  # [[where, what]], at most a few hundred

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.get_state_display()}"
