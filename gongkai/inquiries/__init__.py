"""Asking co-makers and third parties before something is released (征求意见): who was asked, by when, what they said.

Serves 条例 Arts 10, 11, 15, 32, 34; 黄岩 保密审查 7 (written consent of the other makers), 遵义 管理制度 10 (accurate
and consistent; disagreement is coordinated). An answer holds for exactly the content that was asked about: an edit
makes it stale, which is computed from the hashes and never stored. Silence is no consent to proactive release.

Others may call: `register` (with `Subject`), `actions.*`, `queries.*`, `Body`.
"""

from gongkai.inquiries.registry import Body, Subject, register

__all__ = ["Body", "Subject", "register"]
