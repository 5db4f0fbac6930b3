from django.apps import AppConfig

ACTS = {
    "inquiries.asked": "征求{body}的意见",
    "inquiries.agreed": "{body}答复：同意",
    "inquiries.disagreed": "{body}答复：不同意",
    "inquiries.coordinated": "{decider}协调{body}的不同意见：{label}",
    "inquiries.withdrawn": "撤回向{body}的征求意见",
    "inquiries.reminded": "催{body}答复",
}


class InquiriesConfig(AppConfig):
    name = "gongkai.inquiries"
    label = "inquiries"
    verbose_name = "征求意见"

    def ready(self) -> None:
        from gongkai import ledger, worklist
        from gongkai.inquiries import hooks, work
        from gongkai.ledger.gates import register_gate

        for act, sentence in ACTS.items():
            ledger.register_act(act, sentence)
        register_gate("organisations.end_agency", hooks.no_open_questions)
        worklist.register_source("inquiries", "征求意见", work.items)
