"""Sheets: the guide (公开指南) and the profile (机构概况) of an agency, written by its own people, reviewed, published.

Serves 条例 Art. 12 (a guide with all its elements, kept up to date), Art. 20 item 2 (duties, set-up, contact, leaders),
绍兴 目录 items 1 and 3-7, 遵义 管理制度 8. Both are one page of facts with the same life: a working copy is handed in,
signed under the place's plan for publications (secrecy review included), and published as an immutable version.
Acts stand here and not in `organisations`, because that app lies below `review`.

    kinds.py        what differs between the two: `GUIDE`, `PROFILE`
    guide.py        the elements the place's rule asks for, which of them facts and law fill; what is missing
    profile.py      duties, contact, leaders, offices; what the register takes over from a published one
    actions.py      open_, edit, submit, publish
    queries.py      sheets, versions, what has changed behind a published one and by when it must follow

Others may call: `kinds.GUIDE`, `kinds.PROFILE`; `actions.*`; `queries.published`, `versions`, `version`, `newest`,
`stale`, `sheet_of`.
"""
