// Whoever signs out leaves nothing behind in the browser: texts that were kept until they are saved are forgotten.
"use strict";
document.querySelectorAll("form[action$='/logout']").forEach((form) => form.addEventListener("submit", () => {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("jixiao-draft/")).forEach((key) => localStorage.removeItem(key));
  } catch { /* a browser that keeps nothing has nothing to forget */ }
}));
