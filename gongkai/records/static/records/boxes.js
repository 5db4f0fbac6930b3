// Boxes drawn on the pages of an attachment, written into its field as “3[0,10,100,25]”; without script one types them.
const PARTS = /(\d+)\[([\d., ，]+)\]/g;
const share = (value) => Math.round(Math.min(Math.max(value, 0), 1) * 1000) / 10;

function make(tag, words, more = {}) {
  const made = Object.assign(document.createElement(tag), more);
  made.textContent = words;
  return made;
}

function marker(frame) {
  const field = document.getElementById(frame.dataset.field);
  const page = make("div", "", { className: "boxes-page" });
  const image = make("img", "", { alt: "附件的这一页；在上面按住拖动，框出要遮盖的地方", draggable: false });
  const where = make("p", "", { className: "small muted", role: "status" });
  const bar = make("div", "", { className: "bar" });
  let number = 1;

  const mine = () => [...field.value.matchAll(PARTS)].filter((one) => Number(one[1]) === number);
  const write = (text) => { field.value = text.replace(/[，,、\s]+$/, "").replace(/^[，,、\s]+/, ""); show(); };

  function show() {
    page.querySelectorAll(".boxes-box").forEach((one) => one.remove());
    for (const one of mine()) {
      const [left, top, right, bottom] = one[2].split(/[,，]/).map(Number);
      const box = make("button", "", { type: "button", className: "boxes-box", title: "点一下取消这一处" });
      box.setAttribute("aria-label", `第${number}页的一处遮盖，点一下取消`);
      Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
      box.addEventListener("click", () => write(field.value.replace(one[0], "").replace(/[，,、]\s*(?=[，,、]|$)/g, "")));
      page.append(box);
    }
    where.textContent = `第${number}页，已框${mine().length}处。按住拖动画框，点一下框取消。`;
  }

  function turn(to) {
    if (to < 1) return;
    const next = new Image();
    next.onload = () => { number = to; image.src = next.src; show(); };
    next.onerror = () => { where.textContent = `没有第${to}页，或者这一页不能显示。`; };
    next.src = frame.dataset.pages.replace("/1.png", `/${to}.png`);
  }

  let start = null;
  let drawn = null;
  const at = (event) => {
    const area = page.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
  };
  page.addEventListener("pointerdown", (event) => {
    if (event.target !== image || event.button) return;
    event.preventDefault();
    page.setPointerCapture(event.pointerId);
    start = at(event);
    drawn = make("div", "", { className: "boxes-box" });
    page.append(drawn);
  });
  page.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = at(event);
    const sides = [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)].map(share);
    Object.assign(drawn.style, { left: `${sides[0]}%`, top: `${sides[1]}%`, width: `${sides[2] - sides[0]}%`, height: `${sides[3] - sides[1]}%` });
    drawn.sides = sides;
  });
  const end = () => {
    const sides = drawn && drawn.sides;
    if (drawn) drawn.remove();
    start = drawn = null;
    if (sides && sides[2] - sides[0] > 0.5 && sides[3] - sides[1] > 0.5) {
      write(`${field.value ? `${field.value}，` : ""}${number}[${sides.join(",")}]`);
    }
  };
  page.addEventListener("pointerup", end);
  page.addEventListener("pointercancel", end);
  field.addEventListener("input", show);

  const button = (words, act) => { const made = make("button", words, { type: "button", className: "btn btn-second" }); made.addEventListener("click", act); return made; };
  bar.append(button("上一页", () => turn(number - 1)), button("下一页", () => turn(number + 1)));
  page.append(image);
  frame.append(where, page, bar);
  turn(1);
}

for (const frame of document.querySelectorAll("[data-pages]")) {
  const open = make("button", "在页面上框选", { type: "button", className: "btn btn-second" });
  open.addEventListener("click", () => { open.remove(); marker(frame); });
  frame.append(open);
}
