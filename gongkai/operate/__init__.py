"""Running an instance: serve it, set it up, back it up, restore it, and tell whether it is well.

No article of law stands behind this app except the duty to keep what was published and decided
(政府信息公开条例 and 档案法): a backup that was never restored is not a backup, so `restore` proves each file's hash
and the ledger's chain before it says that it is done.

Others may call nothing here: it sits at the top, beside the command line.
"""
