// The editor over the text area: Chinese words as buttons, no font, no inline style, no import map (script-src 'self').
import {
  Blockquote, Bold, BulletList, Document, Editor, Gapcursor, HardBreak, Heading, History, Image, Italic, Link, ListItem,
  OrderedList, Paragraph, Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline,
} from "../django_prose_editor/editor.js";

const BUTTONS = [
  ["正文", (c) => c.setParagraph(), (e) => e.isActive("paragraph")],
  ["一级标题", (c) => c.toggleHeading({ level: 2 }), (e) => e.isActive("heading", { level: 2 })],
  ["二级标题", (c) => c.toggleHeading({ level: 3 }), (e) => e.isActive("heading", { level: 3 })],
  ["加粗", (c) => c.toggleBold(), (e) => e.isActive("bold")],
  ["编号列表", (c) => c.toggleOrderedList(), (e) => e.isActive("orderedList")],
  ["项目列表", (c) => c.toggleBulletList(), (e) => e.isActive("bulletList")],
  ["插入表格", (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true })],
  ["加行", (c) => c.addRowAfter(), null, "table"],
  ["加列", (c) => c.addColumnAfter(), null, "table"],
  ["删行", (c) => c.deleteRow(), null, "table"],
  ["删列", (c) => c.deleteColumn(), null, "table"],
  ["图片说明", null, null, "image"],
  ["撤销", (c) => c.undo()],
  ["重做", (c) => c.redo()],
];

// What Word and WPS put on the clipboard, before the editor forgets their styles; the server cleans again on saving
// (files/office_html.py): deleted and hidden words go, drawn bullets become lists, outline levels headings.
const OFFICE = /\bmso-|\bMso[A-Z]|<o:p\b|urn:schemas-microsoft-com/i;
const BULLET = /^[·•●○■□◆◇▪➢✓\-–—*lnuqvØü§\uf000-\uf0ff]$/;

function plain(html) {
  if (!OFFICE.test(html)) return html;
  const page = new DOMParser().parseFromString(html.replace(/<!\[(?:if[^\]>]*|endif)\]>/gi, ""), "text/html");
  const style = (node) => node.getAttribute("style") || "";
  for (const node of page.body.querySelectorAll("del, [style]")) {
    if (node.localName === "del" || /display\s*:\s*none|mso-hide\s*:\s*all/i.test(style(node))) node.remove();
  }
  for (const node of page.body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    const mark = [...node.querySelectorAll("span")].find((one) => /mso-list\s*:\s*ignore/i.test(style(one)));
    const words = mark ? mark.textContent.trim().replace(/\s+/g, " ") : "", level = /mso-outline-level\s*:\s*([1-4])/i.exec(style(node));
    let name = level && node.localName === "p" ? `h${Number(level[1]) + 1}` : "";
    if (mark && BULLET.test(words)) { mark.remove(); name = "li"; }
    else if (mark) mark.textContent = /[!-~]$/.test(words) ? `${words} ` : words;
    if (!name) continue;
    const changed = page.createElement(name);
    changed.append(...node.childNodes);
    const before = node.previousElementSibling;
    if (name !== "li") node.replaceWith(changed);
    else if (before && before.localName === "ul") { before.append(changed); node.remove(); }
    else { const list = page.createElement("ul"); list.append(changed); node.replaceWith(list); }
  }
  return page.body.innerHTML;
}

function describe(editor) {
  const said = window.prompt("这幅图片的内容是什么？写给看不见图片的人。", editor.getAttributes("image").alt || "");
  if (said !== null) editor.chain().focus().updateAttributes("image", { alt: said.trim() }).run();
}

function mount(area) {
  const box = document.createElement("div"), bar = document.createElement("div"), page = document.createElement("div");
  box.className = "editor";
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "正文格式");
  box.append(bar, page);
  area.before(box);
  const editor = new Editor({
    element: page, content: area.value, injectCSS: false,
    extensions: [Blockquote, Bold, BulletList, Document, Gapcursor, HardBreak, Heading.configure({ levels: [2, 3, 4, 5] }),
      History, Image, Italic, Link, ListItem, OrderedList, Paragraph, Subscript, Superscript,
      Table.configure({ resizable: false }), TableCell, TableHeader, TableRow, Text, Underline],
    editorProps: { transformPastedHTML: plain, attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": area.id + "_label", id: area.id + "_editor" } },
    onUpdate() { area.value = editor.getHTML(); area.dispatchEvent(new Event("input", { bubbles: true })); },
  });
  const buttons = BUTTONS.map(([label, act, active, inside]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => (act ? act(editor.chain().focus()).run() : describe(editor)));
    bar.append(button);
    return [button, active, inside];
  });
  const show = () => buttons.forEach(([button, active, inside]) => {
    if (active) button.setAttribute("aria-pressed", String(active(editor)));
    if (inside) button.hidden = !editor.isActive(inside);
  });
  editor.on("transaction", show);
  show();
  area.hidden = true;
  // A restored draft is written into the text area by the frame's script; the editor takes it over.
  area.form.addEventListener("click", () => setTimeout(() => {
    if (area.value !== editor.getHTML() && area.dataset.seen !== area.value) editor.commands.setContent(area.value);
    area.dataset.seen = area.value;
  }));
  area.dataset.seen = area.value;
  document.querySelectorAll(`a[href="#${area.id}"]`).forEach((link) => link.addEventListener("click", () => editor.commands.focus()));
}

document.querySelectorAll("textarea[data-prose]").forEach(mount);
