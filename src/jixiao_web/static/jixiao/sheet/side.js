// The panel at the side: how the row's score comes about, findings bound to their cells, objections. On small screens it is a drawer.
import { cellOf, fieldOf, find, form, parsed } from "./page.js";

let explained = "", soon = 0;

// Not at once: the cell that was just left is saved first, and whoever only passes through a row does not ask for it.
function explainSoon(row) {
  clearTimeout(soon);
  soon = setTimeout(explain, 300, row);
}
async function explain(row) {
  if (!row || explained === row.id) return;
  explained = row.id;
  const answer = await fetch(row.dataset.explained, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || !answer.ok) return;
  find("explained").replaceChildren(...parsed(await answer.text()).body.childNodes);
  find("explained").scrollTop = 0;
  nearest(bind()[0]);  // the explanation takes its room from the findings
}
// What was explained of a row may no longer be so after any change: a save, a paste, what was taken back, a colleague's.
export function unexplain() {
  const row = find(explained);
  explained = "";
  if (row) explainSoon(row);
}

// Findings of the cell that has the focus are marked in the list.
const about = (address) => [...find("side").querySelectorAll("li[data-cells]")].filter((item) => item.dataset.cells.split(" ").includes(address));
export function bind() {
  const cell = document.activeElement && document.activeElement.closest("#form [id^='c-']");
  find("side").querySelectorAll("li.here").forEach((item) => item.classList.remove("here"));
  if (!cell) return [];
  const found = about(cell.id.slice(2));
  found.forEach((item) => item.classList.add("here"));
  return found;
}
const nearest = (item) => item && item.scrollIntoView({ block: "nearest" });

// From a finding to its cell.
export function jump(address) {
  const cell = cellOf(address) ?? find(`r-${address.split("/")[1]}`);
  if (!cell) return false;
  pull(false);
  find("indicators").classList.remove("only-deductions");
  if (find("deductions")) find("deductions").checked = false;
  const field = fieldOf(cell);
  if (field) field.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "center", inline: "nearest" });
  cell.classList.remove("jumped");
  requestAnimationFrame(() => cell.classList.add("jumped"));
  setTimeout(() => cell.classList.remove("jumped"), 2600);
  return true;
}

// The drawer.
const narrow = matchMedia("(max-width: 72rem)");
export function pull(open) {
  const side = find("side"), drawer = find("drawer"), was = side.classList.contains("open");
  if (!narrow.matches) open = false;
  side.classList.toggle("open", open);
  drawer.setAttribute("aria-expanded", String(open));
  if (open && !was) side.querySelector(".shut").focus();
  else if (was && !open && side.contains(document.activeElement)) drawer.focus();
}

// Where a reviewer writes objections, a click says which cell one is about.
function watchObjecting() {
  const objection = find("object");
  if (!objection) return;
  form.dataset.objecting = "";
  form.addEventListener("click", (event) => {
    const cell = event.target.closest("td[id^='c-']");
    if (!cell) return;
    form.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
    cell.classList.add("chosen");
    objection.elements.address.value = cell.id.slice(2);
    find("about").textContent = cell.dataset.about;
  });
}

// F8 goes to the next cell with a finding, Shift+F8 to the one before.
function step(by) {
  const marked = [...form.querySelectorAll("td[id^='c-']")].filter((cell) => cell.querySelector(".dot"));
  if (!marked.length) return;
  const here = document.activeElement && document.activeElement.closest("#form td[id^='c-']");
  const all = [...form.querySelectorAll("td[id^='c-']")], at = here ? all.indexOf(here) : -1;
  const ahead = by > 0 ? marked.find((cell) => all.indexOf(cell) > at) : marked.filter((cell) => all.indexOf(cell) < at).pop();
  jump((ahead ?? (by > 0 ? marked[0] : marked[marked.length - 1])).id.slice(2));
}

export function watchSide() {
  form.addEventListener("focusin", (event) => { explainSoon(event.target.closest("tr[data-explained]")); nearest(bind()[0]); });
  form.addEventListener("click", (event) => {
    explain(event.target.closest("tr[data-explained]"));
    const dot = event.target.closest(".dot");
    if (!dot) return;
    const cell = dot.closest("td"), field = fieldOf(cell), found = about(cell.id.slice(2));
    if (field) field.focus();
    pull(true);
    find("side").querySelectorAll("li.here").forEach((item) => item.classList.remove("here"));
    found.forEach((item) => item.classList.add("here"));
    if (found[0]) found[0].scrollIntoView({ block: "center" });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto]");
    if (link && jump(link.dataset.goto)) event.preventDefault();
  });
  find("drawer").addEventListener("click", () => pull(!find("side").classList.contains("open")));
  find("side").querySelector(".shut").addEventListener("click", () => pull(false));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && find("side").classList.contains("open")) pull(false);
    if (event.key === "F8") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
  });
  narrow.addEventListener("change", () => pull(false));
  watchObjecting();
  const hash = decodeURIComponent(location.hash);
  if (hash.startsWith("#c-")) jump(hash.slice(3));
}
