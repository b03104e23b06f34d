// Keys as in a spreadsheet, and blocks of cells: chosen with Shift+arrows or the mouse, copied to Excel, pasted from it, emptied.
import { ask, fieldOf, find, form, granted, isField, put, say, send } from "./page.js";
import { forget } from "./drafts.js";
import { save } from "./saving.js";
import { take } from "./news.js";

const GROWING = ["indicators", "funds", "goals"];
const rowsOf = (table) => [...table.querySelectorAll("tbody tr")].filter((row) => row.offsetParent !== null && getComputedStyle(row).visibility !== "collapse" && row.querySelector("td[id^='c-']"));
const cellsOf = (row) => [...row.querySelectorAll("td[id^='c-']")];
const textOf = (cell) => { const field = fieldOf(cell); return field ? field.value : (cell.querySelector(".text")?.innerText ?? "").trim(); };
const partOf = (table) => table.id.replace(/^t-/, "");

function placeOf(cell) {
  const table = cell.closest("table"), row = cell.closest("tr");
  return { table, row: rowsOf(table).indexOf(row), column: cellsOf(row).indexOf(cell) };
}
function cellAt(table, row, column) {
  const found = rowsOf(table)[row];
  return found && cellsOf(found)[column];
}

// The cell that was reached by keys holds its whole text chosen: typing replaces it, arrows go on. F2 or a click begins writing in it.
let arrived = null, pointed = -Infinity;
const byPointer = () => performance.now() - pointed < 600;
const walking = (field) => arrived === field && (!(field instanceof HTMLTextAreaElement) || (field.selectionStart === 0 && field.selectionEnd === field.value.length));
function arrive(field) {
  arrived = field;
  if (field instanceof HTMLTextAreaElement) field.select();
}
function go(cell) {
  const field = fieldOf(cell);
  if (!field) return false;
  field.focus();
  arrive(field);
  return true;
}
function move(field, down, right) {
  const cell = field.closest("td");
  if (!cell) return false;
  const { table, row, column } = placeOf(cell);
  for (let at = 1; at < 100; at += 1) {
    const to = cellAt(table, row + down * at, column + right * at);
    if (!to) return false;
    if (go(to)) return true;
  }
  return false;
}

// A block: two corners of one table.
let block = null;
function pick(from, to) {
  drop();
  if (!from || !to || from.closest("table") !== to.closest("table")) return;
  const one = placeOf(from), two = placeOf(to);
  block = { table: one.table, from, to, top: Math.min(one.row, two.row), bottom: Math.max(one.row, two.row), left: Math.min(one.column, two.column), right: Math.max(one.column, two.column) };
  cellsIn().flat().forEach((cell) => cell.classList.add("picked"));
  say(`已选${block.bottom - block.top + 1}行×${block.right - block.left + 1}列：Ctrl+C 复制，Delete 清空，Esc 取消`);
}
export function drop() {
  if (block) form.querySelectorAll(".picked").forEach((cell) => cell.classList.remove("picked"));
  block = null;
}
const cellsIn = () => rowsOf(block.table).slice(block.top, block.bottom + 1).map((row) => cellsOf(row).slice(block.left, block.right + 1));
function stretch(field, down, right) {
  const from = block ? block.from : field.closest("td"), at = placeOf(block ? block.to : from);
  const to = cellAt(at.table, at.row + down, at.column + right);
  if (from && to) { pick(from, to); to.scrollIntoView({ block: "nearest", inline: "nearest" }); }
}

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const escaped = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\n/g, "<br>");
function copy(event) {
  if (!block) return;
  const texts = cellsIn().map((row) => row.map(textOf));
  event.clipboardData.setData("text/plain", texts.map((row) => row.map(quoted).join("\t")).join("\r\n"));
  event.clipboardData.setData("text/html", `<table>${texts.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join("")}</tr>`).join("")}</table>`);
  event.preventDefault();
  say(`已复制${texts.length}行×${texts[0].length}列`);
  if (event.type === "cut") empty();
}

// Write texts into cells in one go.
async function write(pairs, done) {
  const values = [], known = new Set();
  for (const [cell, text] of pairs) {
    const field = typeof cell === "string" ? null : fieldOf(cell);
    values.push(["address", field ? field.name : cell], ["seen", field ? field.dataset.seen : ""], ["value", text]);
    if (field) known.add(field.name);
  }
  say("正在保存…");
  const text = await granted(await send(form.dataset.paste, values), "连接中断，没有写入；请恢复后再试");
  if (text === null) return;
  const focused = isField(document.activeElement) ? document.activeElement.closest("[id]").id : "";
  known.forEach(forget);
  say(done);
  // What was typed in these cells and not saved gives way to what was pasted over it.
  pairs.forEach(([cell]) => { const field = typeof cell === "string" ? null : fieldOf(cell); if (field) put(field, field.dataset.seen); });
  take(text);
  const back = focused && find(focused);
  if (back && !back.contains(document.activeElement)) go(back);
}
function empty() {
  const cells = cellsIn().flat().filter((cell) => fieldOf(cell));
  if (cells.length) write(cells.map((cell) => [cell, ""]), `已清空${cells.length}格`);
}

// Cells of a spreadsheet: quoted where they hold line breaks.
export function cut(text) {
  const rows = [[""]];
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const row = rows[rows.length - 1], sign = text[at];
    if (inside && sign === '"' && text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
    else if (sign === '"' && (inside || row[row.length - 1] === "")) inside = !inside;
    else if (sign === "\t" && !inside) row.push("");
    else if (sign === "\n" && !inside) rows.push([""]);
    else row[row.length - 1] += sign;
  }
  return rows;
}

async function paste(event) {
  const field = event.target;
  if (!isField(field) || !field.closest("td")) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const lines = cut(text), many = lines.length > 1 || lines[0].length > 1;
  if (!many && !block) return;
  event.preventDefault();
  if (!many) {
    const cells = cellsIn().flat().filter((cell) => fieldOf(cell));
    write(cells.map((cell) => [cell, lines[0][0].trim()]), `已填入${cells.length}格`);
    return;
  }
  const start = block ? placeOf(cellAt(block.table, block.top, block.left)) : placeOf(field.closest("td"));
  drop();
  const pairs = [];
  let lost = 0;
  const rows = rowsOf(start.table), over = Math.max(0, lines.length - (rows.length - start.row));
  lines.slice(0, lines.length - over).forEach((line, down) => line.forEach((value, right) => {
    const cell = cellAt(start.table, start.row + down, start.column + right);
    if (cell && fieldOf(cell)) pairs.push([cell, value.trim()]);
    else if (value.trim()) lost += 1;
  }));
  if (over) {
    const chosen = await further(start, lines.length, over);
    if (chosen === "") { say("没有粘贴"); return; }
    const last = cellsOf(rows[rows.length - 1]);
    if (chosen === "all") lines.slice(-over).forEach((line, down) => line.forEach((value, right) => {
      const cell = last[start.column + right];
      if (cell && fieldOf(cell)) pairs.push([`${partOf(start.table)}/+${down + 1}/${cell.id.split("/").pop()}`, value.trim()]);
      else if (value.trim()) lost += 1;
    }));
  }
  if (pairs.length) write(pairs, `已粘贴${pairs.length}格${lost ? `；另有${lost}格超出表格或不能填写，没有粘贴` : ""}`);
}

// More rows are pasted than the table has.
function further(start, count, over) {
  const dialog = document.createElement("form");
  dialog.method = "dialog";
  const part = partOf(start.table), can = GROWING.includes(part) && find("form").querySelector(`#${start.table.id} .act`);
  const here = count - over;
  dialog.innerHTML = "<h2></h2><p></p><p class='row'></p>";
  dialog.children[0].textContent = `粘贴的内容有${count}行，从这一格往下只有${here}行`;
  dialog.children[1].textContent = can ? `可以在表的末尾增加${over}行，一次撤销即可全部收回。` : `多出的${over}行放不下。`;
  const button = (value, words, kind) => Object.assign(document.createElement("button"), { value, textContent: words, className: kind });
  dialog.children[2].append(...[can && button("all", `增加${over}行并粘贴`, "primary"), button("some", `只粘贴${here}行`, ""), button("", "取消", "")].filter(Boolean));
  return ask([dialog]);
}

const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function restore(field) {
  if (block) { drop(); say(""); return; }
  put(field, field.dataset.seen);
  forget(field.name);
  arrive(field);
}

function newLine(field, event) {
  // In a cell just reached the whole text is chosen: the new line goes behind it, not in its place.
  if (walking(field)) field.setSelectionRange(field.value.length, field.value.length);
  arrived = null;
  if (event.shiftKey) return;
  event.preventDefault();
  field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// What a key does in a cell; true where the browser is to do nothing more.
function key(field, event) {
  const area = field instanceof HTMLTextAreaElement, way = WAYS[event.key], plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "Enter" && area && (event.shiftKey || event.altKey)) { newLine(field, event); return false; }
  if (event.key === "Enter") { drop(); if (!move(field, 1, 0)) { save(field); arrive(field); } return true; }
  if (event.key === "Escape") { restore(field); return area; }
  if (event.key === "F2" && area) { arrived = null; field.setSelectionRange(field.value.length, field.value.length); return true; }
  if ((event.key === "Delete" || event.key === "Backspace") && block) { empty(); drop(); return true; }
  if (way && plain && event.shiftKey && (block || walking(field))) { stretch(field, ...way); return true; }
  if (!way || !plain || event.shiftKey) return false;
  const [down, right] = way, caret = area && field.selectionStart === field.selectionEnd;
  const atEnd = caret && field.selectionEnd === field.value.length, atStart = caret && field.selectionStart === 0;
  const on = area ? walking(field) || (down > 0 && atEnd) || (down < 0 && atStart) : right !== 0;
  if (!on) return false;
  drop();
  return move(field, down, right) || walking(field);
}

export function watchGrid() {
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!isField(field) || event.isComposing || !field.closest("td, th.level") || field.closest(".rowmenu")) return;
    if (key(field, event)) event.preventDefault();
    else if (block && event.key.length === 1 && !event.ctrlKey && !event.metaKey) drop();
  });
  form.addEventListener("focusin", (event) => {
    const field = event.target;
    if (block && !block.from.contains(field)) drop();
    if (!isField(field) || arrived === field) return;
    arrived = null;
    if (!byPointer() && field instanceof HTMLTextAreaElement) arrive(field);
  });
  form.addEventListener("focusout", (event) => { if (arrived === event.target) arrived = null; });
  form.addEventListener("paste", paste);
  document.addEventListener("copy", copy);
  document.addEventListener("cut", copy);
  watchMouse();
}

// Dragging from cell to cell chooses a block; Shift+click stretches it to the cell.
function watchMouse() {
  let from = null;
  form.addEventListener("pointerdown", (event) => {
    pointed = performance.now();
    const cell = event.target.closest("td[id^='c-']"), at = document.activeElement && document.activeElement.closest("td[id^='c-']");
    if (event.pointerType === "touch" || event.button !== 0) { from = null; return; }
    if (event.shiftKey && cell && at && at !== cell) { event.preventDefault(); pick(at, cell); return; }
    drop();
    from = cell;
  });
  // The mouse event follows the pointer event and would set the focus.
  form.addEventListener("mousedown", (event) => { if (event.shiftKey && block) event.preventDefault(); });
  form.addEventListener("pointerover", (event) => {
    if (!from || !(event.buttons & 1) || !from.isConnected) return;
    const cell = event.target.closest("td[id^='c-']");
    if (!cell || cell === from && !block || cell.closest("table") !== from.closest("table")) return;
    if (fieldOf(from)) pick(from, cell);
  });
  // The browser would drag chosen text away instead of choosing cells.
  form.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("pointerup", () => { pointed = performance.now(); from = null; });
  addEventListener("pointercancel", () => { pointed = performance.now(); from = null; });
}
