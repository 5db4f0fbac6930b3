"""Reviews, signatures and escalations. Signatures are never changed: a later edit simply no longer matches them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.organisations.models import Agency


class Review(models.Model):
    """One run of a plan over one subject. `parts` are the SHA-256 hashes of what is being approved, by part name."""

    class State(models.TextChoices):
        OPEN = "open", "审核中"
        APPROVED = "approved", "审核通过"
        RETURNED = "returned", "已退回"
        CANCELLED = "cancelled", "已撤回"

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=60)
    plan = models.JSONField()  # the rule as a fact: source, place, since, steps
    steps = models.JSONField()  # the plan's steps and those that facts added, in order
    parts = models.JSONField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reviews")
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafted_reviews")
    # Everybody who wrote on what is being approved: none of them may sign a step that must differ from the drafter.
    authors = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    # Who is to sign next: derived from the signatures by every act, kept for the worklist's index.
    waiting_step = models.CharField(max_length=60, blank=True)
    waiting_role = models.CharField(max_length=30, blank=True)
    waiting_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "purpose"],
                condition=Q(state="open"),
                name="review_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="review_subject"),
            models.Index(fields=["waiting_agency", "waiting_role"], condition=Q(state="open"), name="review_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.purpose}"


class Signature(models.Model):
    """A person approved or returned one step, over exactly these hashes."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "同意"
        RETURNED = "returned", "退回"

    review = models.ForeignKey(Review, models.PROTECT, related_name="signatures")
    step = models.CharField(max_length=60)
    decision = models.CharField(max_length=10, choices=Decision)
    opinion = models.TextField(blank=True)
    form = models.JSONField(default=dict, blank=True)
    parts = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    post_title = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["by", "at"], name="review_signature_by")]

    def __str__(self) -> str:
        return f"{self.step} {self.get_decision_display()}"


class Inspection(models.Model):
    """The secrecy administration found a secrecy review wrong and ordered its correction (责令纠正). 黄岩 保密审查 12

    It ends with the agency's answer, or once what was reviewed is corrected or taken down, which the ledger tells.
    """

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="inspections")  # the form that is wrong
    inspector = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    finding = models.TextField("发现的问题")
    due_on = models.DateField("纠正期限")
    rule = models.JSONField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    answer = models.TextField("纠正情况", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    post_title = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["signature"], condition=Q(answered_at=None), name="review_one_inspection")
        ]

    def __str__(self) -> str:
        return f"责令纠正：{self.signature.step}"

    def get_absolute_url(self) -> str:
        """The page of the order."""
        return f"/desk/review/orders/{self.pk}/"


class Seen(models.Model):
    """What a subject said when somebody signed or returned it: the other side of the difference view."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    key = models.CharField(max_length=64)  # SHA-256 of the parts' hashes
    body = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id", "key"], name="review_seen_once")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.key[:8]}"


class Escalation(models.Model):
    """An undetermined secrecy question sent to the organ entitled to decide it. 条例 Art. 17; 黄岩 保密审查 8"""

    class Conclusion(models.TextChoices):
        PUBLIC = "public", "可以公开"
        WITHHELD = "withheld", "不得公开"
        PARTIAL = "partial", "部分公开"

    review = models.ForeignKey(Review, models.PROTECT, related_name="escalations")
    step = models.CharField(max_length=60)
    target = models.CharField(max_length=120)
    question = models.TextField()
    parts = models.JSONField(default=dict)  # what was asked about: an answer holds for exactly this content
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    conclusion = models.CharField(max_length=10, choices=Conclusion, blank=True)
    answer_number = models.CharField(max_length=80, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "step"], condition=Q(answered_at=None), name="review_one_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} → {self.target}"
