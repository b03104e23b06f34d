// What the server says changed is put in its place. A cell in which somebody is typing is never touched.
import { cellOf, fieldOf, find, fit, fitAll, form, isDirty, parsed, put, say } from "./page.js";
import { waiting } from "./saving.js";
import { bind, unexplain } from "./side.js";

const GRAVE = ["fatal", "error", "warning", "info"];
const busy = (field) => waiting.has(field.name) || isDirty(field);

export function take(text, forced = new Set()) {
  const page = parsed(text), news = page.getElementById("news");
  for (const id of ["strip", "warnings", "findings", "present", "undoing"]) if (page.getElementById(id)) swap(find(id), page.getElementById(id));
  if (page.getElementById("present")) present();
  if (!news) return;
  form.dataset.last = news.dataset.last;
  document.querySelectorAll("form.step input[name='version']").forEach((input) => { input.value = news.dataset.version; });
  if (news.dataset.state !== form.dataset.state) say(`这张表已变为“${news.dataset.standing}”，请刷新页面`, true);
  if (news.dataset.quiet) return;
  const held = news.content, laid = held.querySelector("#laid");
  if (laid) lay(laid, forced);
  else held.querySelectorAll("td").forEach((fresh) => { const old = find(fresh.id); if (old) renew(old, fresh, forced); });
  mark(held);
  bind();
  unexplain();
  if (news.dataset.left) say(news.dataset.left, true);
  else if (news.dataset.said) say(news.dataset.said);
  return news.dataset.made;
}

// Put a fresh part of the page in place; a button that had the focus has it again.
function swap(old, fresh) {
  if (!old || old.outerHTML === fresh.outerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  if (focused) (find(focused) ?? document.querySelector(`#${fresh.id} button, #${fresh.id} a`) ?? form).focus();
}

function renew(old, fresh, forced = new Set()) {
  const field = fieldOf(old), now = fieldOf(fresh), mine = field && forced.has(field.name);
  if (field && !mine && busy(field)) return;
  if (field && now && document.activeElement === field) {
    if (field.value !== now.dataset.seen) { put(field, now.dataset.seen); old.classList.add("kept"); }
    field.dataset.seen = now.dataset.seen;
    return;
  }
  if (old.contains(document.activeElement)) return;
  if (old.querySelector("details[open]")) return;
  if (field && now && field.value !== now.dataset.seen) fresh.classList.add("kept");
  old.replaceWith(fresh);
  fresh.querySelectorAll("textarea").forEach(fit);
}

// The tables anew: rows that are still there stay, with whoever types in them; others come and go around them.
function lay(laid, forced) {
  laid.querySelectorAll("table[id]").forEach((fresh) => {
    const table = find(fresh.id);
    table.hidden = fresh.hidden;
    const body = table.tBodies[0], frame = body.querySelector(".frame"), newFrame = fresh.querySelector(".frame");
    if (frame) frame.replaceWith(newFrame.cloneNode(true));
    const rows = [...fresh.tBodies[0].rows].filter((row) => row.id), wanted = new Set(rows.map((row) => row.id));
    [...body.rows].filter((row) => row.id && !wanted.has(row.id)).forEach(leave);
    [...fresh.tBodies[0].rows].filter((row) => !row.id).forEach((row) => row.querySelectorAll("td[id]").forEach((cell) => { const old = find(cell.id); if (old) renew(old, cell, forced); }));
    order(body, rows.map((row) => settle(find(row.id), row, forced)));
  });
  const none = laid.querySelector("#t-none");
  if (none) find("t-none").hidden = none.hidden;
  fitAll();
}

// A row that a colleague removed stays as long as something unsaved is in it.
function leave(row) {
  if ([...row.querySelectorAll("[data-seen]")].some(busy)) { row.classList.add("gone"); row.title = "这一行已被别人删除；没有保存的内容可以复制出来"; }
  else row.remove();
}

function settle(old, fresh, forced) {
  if (!old) { fresh.classList.add("kept"); return fresh; }
  old.classList.remove("gone");
  old.className = fresh.className;
  const typing = old.querySelector("th.level:focus-within textarea");
  if (!typing || !isDirty(typing)) {
    const again = typing ? typing.name : "";
    old.querySelectorAll("th.level").forEach((level) => level.remove());
    old.prepend(...fresh.querySelectorAll("th.level"));
    if (again) { const cell = cellOf(again); if (cell) fieldOf(cell)?.focus(); }
  }
  const cells = [...old.children].filter((cell) => cell.tagName === "TD"), now = [...fresh.children].filter((cell) => cell.tagName === "TD");
  cells.forEach((cell, at) => { if (now[at]) renew(cell, now[at], forced); });
  return old;
}

// Rows in their new order; the one that has the focus is not moved itself, or it would lose it.
function order(body, rows) {
  const still = rows.find((row) => row.contains(document.activeElement)), at = rows.indexOf(still);
  const gone = [...body.rows].filter((row) => row.classList.contains("gone"));
  if (at < 0) { body.append(...rows); gone.forEach((row) => body.append(row)); return; }
  rows.slice(0, at).forEach((row) => body.insertBefore(row, still));
  let last = still;
  rows.slice(at + 1).forEach((row) => { last.after(row); last = row; });
}

// Marks of findings on all cells, and the rows whose score is disputed.
function mark(held) {
  const marks = new Map([...held.querySelectorAll("li[data-at]")].map((item) => ["c-" + item.dataset.at, item]));
  const differs = new Set([...held.querySelectorAll("li[data-differs]")].map((item) => item.dataset.differs));
  form.querySelectorAll("td[id^='c-']").forEach((cell) => {
    const item = marks.get(cell.id), dot = cell.querySelector(".dot");
    if (item && dot && dot.title === item.title && cell.classList.contains(item.dataset.severity)) return;
    if (!item && !dot) return;
    cell.classList.remove(...GRAVE);
    dot?.remove();
    const field = fieldOf(cell);
    field?.removeAttribute("aria-description");
    if (!item) return;
    cell.classList.add(item.dataset.severity);
    field?.setAttribute("aria-description", item.title);
    const button = Object.assign(document.createElement("button"), { className: "dot", type: "button", tabIndex: -1, title: item.title });
    button.setAttribute("aria-label", "查看这一格的问题");
    cell.append(button);
  });
  form.querySelectorAll("#indicators tr[data-row]").forEach((row) => row.classList.toggle("differs", differs.has(row.id)));
  markRows();
}
export const markRows = () => form.querySelectorAll("#indicators tr[data-row]").forEach((row) => row.classList.toggle("marked", row.querySelector(".dot") !== null));

// Who is typing where, on the cells.
export function present() {
  form.querySelectorAll("[data-by]").forEach((cell) => delete cell.dataset.by);
  find("present").querySelectorAll("[data-at]").forEach((other) => { const cell = other.dataset.at && cellOf(other.dataset.at); if (cell) cell.dataset.by = other.dataset.name; });
}
