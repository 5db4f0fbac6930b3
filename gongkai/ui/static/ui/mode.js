/* Runs in the head, before anything is painted: applies the reader's stored preference, so nothing flashes. */
(function (root) {
  root.className += " js";
  try {
    ["elder", "contrast"].forEach(function (mode) {
      if (localStorage.getItem("ui." + mode) === "1") root.className += " " + mode;
    });
  } catch (e) { /* storage is closed: the page stays as it is */ }
})(document.documentElement);
