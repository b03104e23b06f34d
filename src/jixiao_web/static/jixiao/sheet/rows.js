// Rows are added, moved and removed; 撤销 and 重做 take back and do again whatever was done last.
import { fieldOf, find, form, granted, isDirty, isField, say, send } from "./page.js";
import { settled } from "./saving.js";
import { take } from "./news.js";

async function act(button) {
  const row = button.closest("tr[data-row]"), what = button.dataset.do;
  const menu = button.closest("details");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  const text = await granted(await send(form.dataset.row, { action: what, row: row ? row.dataset.row : "", part: button.dataset.part ?? "indicators" }), "连接中断，没有改动");
  if (text === null) return;
  const below = what === "remove" ? row.nextElementSibling ?? row.previousElementSibling : row;
  const made = take(text);
  say({ add: "已增加一行", up: "已上移", down: "已下移", remove: "已删除一行，可以撤销" }[what]);
  const shown = made ? find("r-" + made) : below;
  if (!shown) return;
  shown.scrollIntoView({ block: "nearest" });
  if (made || what === "remove") fieldOf(shown.querySelector("td[id]"))?.focus();
}

let turning = Promise.resolve();
function turn(what) {
  turning = turning.then(async () => {
    if (!await settled()) return;
    const text = await granted(await send(what === "undo" ? form.dataset.undo : form.dataset.redo, {}), `连接中断，没有${what === "undo" ? "撤销" : "重做"}`);
    if (text !== null) take(text);
  });
}

function keyed(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase(), back = key === "z" && !event.shiftKey, again = key === "y" || (key === "z" && event.shiftKey);
  if (!back && !again) return;
  // In a cell in which something was typed the browser takes back the typing.
  const at = document.activeElement;
  if (isField(at) ? isDirty(at) : at && at.matches("input, textarea")) return;
  if (!find(back ? "undo" : "redo")) return;
  event.preventDefault();
  turn(back ? "undo" : "redo");
}

export function watchRows() {
  form.addEventListener("click", (event) => { const button = event.target.closest("button[data-do]"); if (button) act(button); });
  form.addEventListener("toggle", (event) => {
    if (!event.target.open) return;
    form.querySelectorAll("details[open]").forEach((other) => { if (other !== event.target) other.open = false; });
    event.target.querySelector(".rowmenu").scrollIntoView({ block: "nearest" });
  }, true);
  document.addEventListener("click", (event) => form.querySelectorAll("details[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  form.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details[open]");
    if (event.key === "Escape" && menu) { menu.open = false; menu.querySelector("summary").focus(); }
    if (event.key === "Enter" && event.target.matches(".rowmenu input")) { event.preventDefault(); menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#undo, #redo");
    if (button) turn(button.id);
  });
  addEventListener("keydown", keyed);
  form.addEventListener("change", (event) => { if (event.target.id === "deductions") find("indicators").classList.toggle("only-deductions", event.target.checked); });
}
