"""One instrument for every approval: 三审三校, 四审四校, secrecy review with form and escalation, a head's signature.

Serves 条例 Arts 6, 11, 17 and the local review rules (嵊州 三, 黄岩 公文流程, 保密审查, 遵义 公文属性). A plan (who, in
which order, which must be different people, which form) comes from `rules`; each step signs the hashes of the parts
it sees, so a later edit reopens exactly the steps that saw what changed. That a step is valid is computed from its
signature and the present hashes, never stored.

Others may call: `register` (with `Subject`, `Material`, `Brief`, `Outstanding`), `actions.*`, `queries.*`,
`policy.acting_post`.
"""

from gongkai.review.registry import Brief, Material, Outstanding, Subject, register

__all__ = ["Brief", "Material", "Outstanding", "Subject", "register"]
