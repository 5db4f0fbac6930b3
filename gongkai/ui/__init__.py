"""Shared look of public pages and desk: base templates, components, forms, refusal pages. Knows no app.

Serves 无障碍环境建设法 第三十二条 (accessible sites) and 政府网站发展指引 (国办发〔2017〕47号: meta tags,
footer, at most three colours). Others may use: the templates `ui/base.html`, `ui/public_base.html`,
`desk/base.html`, the template library `ui` (`gongkai.ui.templatetags.ui`), `gongkai.ui.forms`,
`gongkai.ui.diff.changes`, `gongkai.ui.middleware.answer`, and in tests `gongkai.ui.testing`.
The list of blocks, tags and classes stands in `docs/ui.md`; `/desk/ui/` shows them all.
"""
