"""政府信息: drafts, immutable versions, the disclosure attribute, issue, publication, correction, validity, take-down.

Serves 条例 Arts 10, 13-16, 20, 26 and the local rules on attributes at source (遵义, 黄岩 公文流程) and record headers
(黄岩 HY-META-01). Approval, issue (印发) and publication are three acts with clocks of their own. A Publication points
to one Version, and portal, search and feeds read publications only: what is served is what was approved.

Others may call: `actions.*`, `queries.*`, and register gates for "records.submit", "records.issue", "records.publish".
"""
