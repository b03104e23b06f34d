// What was read beside the original: the cell that is being looked at is shown there; doubtful cells one after another.
"use strict";
(() => {
  const original = document.getElementById("original"), next = document.getElementById("next"), read = document.querySelector(".read");
  const sized = CSS.supports("field-sizing", "content");
  const fit = () => { if (!sized) read.querySelectorAll("textarea").forEach((area) => { area.style.height = "0"; area.style.height = area.scrollHeight + "px"; }); };

  const show = (cell) => { if (cell?.dataset.seen) jixiaoOriginal.point(cell.dataset.seen); };
  read.addEventListener("focusin", ({ target }) => show(target));
  // A later form of the document is shown where it begins; the first one from the top, with what the colours mean.
  const at = new URLSearchParams(location.search).get("form") ?? "0";
  if (at !== "0") original.addEventListener("load", () => show(read.querySelector("[data-seen]")), { once: true });

  let last = "";
  next.addEventListener("click", () => {
    const doubtful = [...read.querySelectorAll("td[data-doubt] textarea")], before = document.getElementById(last);
    const follows = (area) => before && !before.contains(area) && before.compareDocumentPosition(area) & Node.DOCUMENT_POSITION_FOLLOWING;
    const chosen = doubtful.find(follows) ?? doubtful[0];
    if (!chosen) return;
    last = chosen.closest("td").id;
    chosen.scrollIntoView({ block: "center" });
    chosen.focus();
  });

  document.addEventListener("htmx:afterSwap", () => { next.hidden = !read.querySelector("td[data-doubt]"); fit(); });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    const said = document.getElementById("doubts");
    said.textContent = detail.xhr.status === 409 ? detail.xhr.responseText : "没有保存：请刷新页面后重试。";
    said.classList.add("fault");
  });
  document.addEventListener("htmx:sendError", () => { document.getElementById("doubts").textContent = "连不上服务器，刚才的改动没有保存；请稍后再改一次。"; });
  fit();
})();
