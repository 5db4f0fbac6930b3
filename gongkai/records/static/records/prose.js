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
  ["撤销", (c) => c.undo()],
  ["重做", (c) => c.redo()],
];

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
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": area.id + "_label", id: area.id + "_editor" } },
    onUpdate() { area.value = editor.getHTML(); area.dispatchEvent(new Event("input", { bubbles: true })); },
  });
  const buttons = BUTTONS.map(([label, act, active, inside]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => act(editor.chain().focus()).run());
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
