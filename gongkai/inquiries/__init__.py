"""Asking co-makers and third parties before something is released (征求意见): who was asked, by when, what they said.

Serves 条例 Arts 11, 15, 32; 黄岩 保密审查 7; 遵义 管理制度 10.
"""
