from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "gongkai.inquiries"
    label = "inquiries"
    verbose_name = "征求意见"
