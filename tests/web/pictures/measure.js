() => {
  const out = [], wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) out.push("整页横向超出 " + wide);
  const scrolls = (node) => { for (let e = node.parentElement; e; e = e.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth) return true; return false; };
  const says = (node) => node.tagName.toLowerCase() + (node.className ? "." + String(node.className).split(" ")[0] : "") + "「" + (node.innerText || node.value || "").slice(0, 30).replaceAll("\n", " ") + "」";
  for (const node of document.querySelectorAll("main *, .bar *, .top *")) {
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height || box.right < 0 || !node.checkVisibility({ visibilityProperty: true })) continue;
    const card = node.closest(".card") ?? document.documentElement, edge = card.getBoundingClientRect().right;
    if (box.right > edge + 1 && !scrolls(node) && !node.closest("details.menu")) out.push("超出边框 " + Math.round(box.right - edge) + " " + says(node));
    const style = getComputedStyle(node);
    if (node.scrollWidth > node.clientWidth + 1 && ["hidden", "clip"].includes(style.overflowX) && style.textOverflow !== "ellipsis" && node.clientWidth) out.push("横向截断 " + says(node));
    if (node.tagName === "TEXTAREA" && node.scrollHeight > node.clientHeight + 2 && style.overflowY === "hidden") out.push("格内截断 " + says(node));
    if (node.tagName === "INPUT" && node.scrollWidth > node.clientWidth + 1) out.push("输入框截断 " + says(node));
  }
  return [...new Set(out)].slice(0, 12);
}
