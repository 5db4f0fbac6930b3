"""Questions to others and their answers. An answer is never changed: other content is asked about anew."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.organisations.models import Agency

CONSULTED = "consulted"  # rule inquiries.joint_release: consultation is enough, so disagreement can be decided


class Inquiry(models.Model):
    """One body asked about exactly this content. `agency` is None for a body, or a person, outside this system."""

    class Kind(models.TextChoices):
        CO_MAKER = "co_maker", "共同制作机关"
        THIRD_PARTY = "third_party", "第三方"

    class State(models.TextChoices):
        ASKED = "asked", "待答复"
        AGREED = "agreed", "同意"
        DISAGREED = "disagreed", "不同意"
        COORDINATED = "coordinated", "已协调"
        WITHDRAWN = "withdrawn", "已撤回"

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CO_MAKER)
    asking = models.ForeignKey(Agency, models.PROTECT, related_name="inquiries_made")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="inquiries_received")
    name = models.CharField("征求对象", max_length=120)
    title = models.CharField("标题", max_length=500)  # of what was asked about, as it was then
    question = models.TextField("征求内容")
    parts = models.JSONField()  # what was asked about
    rule = models.JSONField(null=True)  # the rule that wants it, as a fact
    due_on = models.DateField("答复期限", null=True)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    # The answer: by somebody of the asked agency in this system, or entered from a letter.
    opinion = models.TextField("意见", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    post_title = models.CharField(max_length=120, blank=True)
    letter_number = models.CharField("来函文号", max_length=80, blank=True)
    letter_on = models.DateField("来函日期", null=True)
    # The competent unit's decision where makers disagree (遵义 管理制度 10).
    release = models.BooleanField(null=True)
    decision = models.TextField("协调意见", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decider = models.CharField("协调机关", max_length=120, blank=True)

    class Meta:
        verbose_name = "征求意见"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "name"],
                condition=Q(state="asked"),
                name="inquiries_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "disagreed"]) | Q(answered_at__isnull=False),
                name="inquiries_answer_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="coordinated") | Q(release__isnull=False, decided_at__isnull=False),
                name="inquiries_decision_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="inquiries_subject"),
            models.Index(fields=["agency"], condition=Q(state="asked"), name="inquiries_waiting"),
            models.Index(fields=["asking", "-asked_at"], name="inquiries_asking"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """The page of the question."""
        return f"/desk/inquiries/{self.pk}/"

    @property
    def confirms(self) -> bool:
        """Whether the asked body agreed; or, where the place only wants it consulted, it was decided for release."""
        if self.state == self.State.COORDINATED:
            return bool(self.release) and not self.needs_consent
        return self.state == self.State.AGREED

    @property
    def needs_consent(self) -> bool:
        """Whether only the body's own written consent will do, whoever coordinates (黄岩 保密审查 7)."""
        return (self.rule or {}).get("value") != CONSULTED

    @property
    def to_ask_again(self) -> bool:
        """Whether it was coordinated for release and the body's written consent is still missing."""
        return self.state == self.State.COORDINATED and bool(self.release) and self.needs_consent
