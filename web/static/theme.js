"use strict";
// Runs in the head, so that a chosen theme is there before the first paint.
(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is shut off: the system's theme it is.
  }
})();
