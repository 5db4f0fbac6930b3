// Boxes drawn on the pages of an attachment, written into its field as “3[0,10,100,25]”; without script one types them.
// The field is read as the server reads it: a page or a range of pages, with or without a box.
const PARTS = /(\d+)(?:\s*[-－—~]\s*(\d+))?\s*(?:\[([^\]]*)\])?/g;
const share = (value) => Math.round(Math.min(Math.max(value, 0), 1) * 1000) / 10;

function make(tag, words, more = {}) {
  const made = Object.assign(document.createElement(tag), more);
  made.textContent = words;
  return made;
}

function place(box, [left, top, right, bottom]) {
  Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
}

function marker(frame) {
  const field = document.getElementById(frame.dataset.field);
  const page = make("div", "", { className: "boxes-page" });
  const image = make("img", "", { alt: "附件的这一页；在上面按住拖动，框出要遮盖的地方", draggable: false });
  const where = make("p", "", { className: "small muted", role: "status" });
  const bar = make("div", "", { className: "bar" });
  let number = 0;
  let start = null;
  let drawn = null;

  const mine = () => [...field.value.matchAll(PARTS)].filter((one) => Number(one[1]) <= number && number <= Number(one[2] || one[1]));
  function write(parts) { field.value = parts.join("，"); show(); }

  function show() {
    page.querySelectorAll(".boxes-box").forEach((one) => one.remove());
    for (const one of mine()) {
      const sides = one[3] === undefined ? [0, 0, 100, 100] : one[3].split(/[,，]/).map(Number);
      const box = make("button", "", { type: "button", className: "boxes-box" });
      const words = one[2] ? `第${one[1]}至${one[2]}页的一处遮盖，点一下取消各页的这一处` : `第${one[1]}页的一处遮盖，点一下取消`;
      box.title = words;
      box.setAttribute("aria-label", words);
      place(box, sides);
      box.addEventListener("click", () => write([...field.value.matchAll(PARTS)].filter((other) => other.index !== one.index).map((other) => other[0])));
      page.append(box);
    }
    where.textContent = `第${number}页，已遮${mine().length}处。按住拖动画框，点一下框取消。`;
  }

  const button = (words, act) => {
    const made = make("button", words, { type: "button", className: "btn btn-second" });
    made.addEventListener("click", act);
    bar.append(made);
    return made;
  };
  function turn(to) {
    if (to < 1) return;
    const next = new Image();
    const busy = (on) => bar.querySelectorAll("button").forEach((one) => { one.disabled = on; });
    next.onload = () => { number = to; image.src = next.src; busy(false); show(); };
    next.onerror = () => { busy(false); where.textContent = `没有第${to}页，或者这一页现在不能显示；可以写页码整页遮盖。`; };
    busy(true);
    where.textContent = `正在打开第${to}页……`;
    next.src = frame.dataset.pages.replace("/1.png", `/${to}.png`);
  }

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
    drawn.sides = [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)].map(share);
    place(drawn, drawn.sides);
  });
  const end = () => {
    const sides = drawn && drawn.sides;
    if (drawn) drawn.remove();
    start = drawn = null;
    if (sides && sides[2] - sides[0] > 0.5 && sides[3] - sides[1] > 0.5) {
      write([...field.value.matchAll(PARTS)].map((one) => one[0]).concat(`${number}[${sides.join(",")}]`));
    }
  };
  page.addEventListener("pointerup", end);
  page.addEventListener("pointercancel", end);
  field.addEventListener("input", show);

  button("上一页", () => turn(number - 1));
  button("下一页", () => turn(number + 1));
  page.append(image);
  frame.append(where, page, bar);
  turn(1);
}

for (const frame of document.querySelectorAll("[data-pages]")) {
  const open = make("button", "在页面上框选", { type: "button", className: "btn btn-second" });
  open.addEventListener("click", () => { open.remove(); marker(frame); });
  frame.append(open);
}
