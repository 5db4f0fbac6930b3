/* Elder mode, high contrast, print, and the focus on an error summary. Pages work without it. */
(function () {
  "use strict";
  var root = document.documentElement;

  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  function show(link, mode) {
    var on = root.classList.contains(mode);
    link.setAttribute("aria-pressed", on ? "true" : "false");
    link.textContent = link.getAttribute(on ? "data-off" : "data-on");
  }

  each("[data-mode]", function (link) {
    var mode = link.getAttribute("data-mode");
    // A page rendered under /elder/ needs no script to leave again: its link stays a link.
    if (link.getAttribute("data-fixed") !== null) return;
    link.hidden = false;
    link.setAttribute("role", "button");
    show(link, mode);
    link.addEventListener("click", function (event) {
      event.preventDefault();
      var on = root.classList.toggle(mode);
      try { localStorage.setItem("ui." + mode, on ? "1" : "0"); } catch (e) { /* holds for this page only */ }
      each("[data-mode=" + mode + "]", function (other) { show(other, mode); });
    });
    link.addEventListener("keydown", function (event) {
      if (event.key === " ") { event.preventDefault(); link.click(); }
    });
  });

  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  var summary = document.querySelector(".errors");
  if (summary) summary.focus();
})();
