"""The staff's desk: frame and home (待办), log-in, rules as they hold at a place, the section's overview.

Serves those who carry out 条例 Arts 4 and 26 day by day and the supervision of Art. 46: what must I do, for what, until
when. Screens of a capability live in its own app; this one lists them. Nobody imports from here.
"""
