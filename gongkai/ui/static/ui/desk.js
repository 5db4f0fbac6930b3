/* Desk only: keeps what is typed in forms marked data-draft until they are sent, so that the end of a session loses nothing. */
(function () {
  "use strict";
  var skip = { password: 1, file: 1, hidden: 1, submit: 1 };

  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (el) { return el.name && !skip[el.type]; });
  }

  function read(form) {
    return fields(form).map(function (el) {
      return [el.name, el.value, el.type === "checkbox" || el.type === "radio" ? el.checked : null];
    });
  }

  function fill(form, saved) {
    fields(form).forEach(function (el, i) {
      var was = saved[i];
      if (!was || was[0] !== el.name) return;
      if (was[2] === null) el.value = was[1]; else el.checked = was[2];
    });
  }

  function offer(form, key, saved) {
    var note = document.createElement("div"), text = document.createElement("p"), take = document.createElement("button");
    note.className = "banner";
    note.setAttribute("role", "status");
    text.textContent = "您上次填写的内容还没有提交，已替您保留在本浏览器中。";
    take.type = "button";
    take.className = "link";
    take.textContent = "恢复上次填写的内容";
    take.addEventListener("click", function () { fill(form, saved); note.remove(); });
    note.appendChild(text);
    note.appendChild(take);
    form.insertBefore(note, form.firstChild);
  }

  function keep(form) {
    // The tab's own storage: another person at the same computer does not find it in a new window.
    var key = "draft." + location.pathname + "." + form.getAttribute("data-draft");
    var timer, sent = false, saved = null;
    try { saved = JSON.parse(sessionStorage.getItem(key)); } catch (e) { return; }
    if (saved && JSON.stringify(saved) !== JSON.stringify(read(form))) offer(form, key, saved);
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        if (!sent) try { sessionStorage.setItem(key, JSON.stringify(read(form))); } catch (e) { /* full: nothing kept */ }
      }, 400);
    });
    document.addEventListener("ui:saved", function () { sent = true; sessionStorage.removeItem(key); });
  }

  Array.prototype.forEach.call(document.querySelectorAll("form[data-draft]"), keep);

  // The page after a successful act names the draft that is no longer needed.
  var done = document.querySelector("[data-draft-done]");
  if (done) Object.keys(sessionStorage).forEach(function (key) {
    if (key.indexOf("draft.") === 0 && key.slice(-done.getAttribute("data-draft-done").length - 1) === "." + done.getAttribute("data-draft-done")) {
      sessionStorage.removeItem(key);
    }
  });
})();
