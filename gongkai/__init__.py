"""Gongkai (公开): the system with which Chinese city and county governments run 政务公开 and 政府信息公开.

The law is data (`gongkai/law`), every change is one act (`<app>/actions.py`), and everything else (worklists,
due dates, public pages, statistics) is derived from acts kept in the ledger.
"""

__version__ = "0.1.0"
