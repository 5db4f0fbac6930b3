"""Staff screens of records, below /desk/records/. A view translates: fetch, form, act, answer.

reading   the list, one record and its tabs, files, versions
drafting  new, edit, submit
acting    one page for each further act
"""
