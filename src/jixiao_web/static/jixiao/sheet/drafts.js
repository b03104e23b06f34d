// Text that the server does not have yet is kept in the browser, cell by cell, and offered when the page is opened again.
import { cellOf, fieldOf, find, form, put, say } from "./page.js";
import { save } from "./saving.js";

const PREFIX = "jixiao-draft/", MINE = `${PREFIX}${form.dataset.drafts}/`, DAYS = 7;
const keyOf = (address) => MINE + address;

// A browser may forbid keeping anything: then nothing is kept.
function stored(work) {
  try { return work(localStorage); } catch { return null; }
}

export function remember(field) {
  if (field.value.trim() === field.dataset.seen) { forget(field.name); return; }
  stored((store) => store.setItem(keyOf(field.name), JSON.stringify({ text: field.value, at: Date.now() })));
}
export const forget = (address) => stored((store) => store.removeItem(keyOf(address)));

function kept() {
  const found = [];
  stored((store) => Object.keys(store).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
    let held = null;
    try { held = JSON.parse(store.getItem(key)); } catch { /* not ours */ }
    if (!held || Date.now() - held.at > DAYS * 86400000) store.removeItem(key);
    else if (key.startsWith(MINE)) found.push({ address: key.slice(MINE.length), ...held });
  }));
  return found;
}

const made = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);

function offered(draft) {
  const cell = cellOf(draft.address), field = fieldOf(cell);
  if (field && field.dataset.seen === draft.text.trim()) { forget(draft.address); return null; }
  const item = made("li", "");
  item.append(made("b", cell ? cell.dataset.about ?? "指标分类" : "（这一行已被删除）"), made("q", draft.text));
  if (cell) item.append(made("span", `现在格里：${field ? field.value || "（空）" : cell.textContent.trim()}`, { className: "quiet" }));
  const buttons = made("span", "", { className: "row" });
  const gone = () => { item.remove(); hideEmpty(); };
  if (field) {
    const back = made("button", "恢复到格里", { type: "button" });
    item.restore = () => { put(field, draft.text); gone(); return field; };
    back.addEventListener("click", () => { item.restore().focus(); say("已恢复到格里，离开这一格时保存"); });
    buttons.append(back);
  }
  const away = made("button", "放弃", { type: "button", className: "plain" });
  away.addEventListener("click", () => { forget(draft.address); gone(); });
  buttons.append(away);
  item.append(buttons);
  return item;
}

function hideEmpty() {
  const panel = find("drafts");
  panel.hidden = panel.querySelector("li") === null;
}

export function offer() {
  const panel = find("drafts"), items = kept().map(offered).filter(Boolean);
  if (!items.length) return;
  const list = made("ol", "");
  list.append(...items);
  const all = made("button", "全部恢复并保存", { type: "button", className: "primary" }), none = made("button", "全部放弃", { type: "button" });
  all.addEventListener("click", () => items.filter((item) => item.isConnected && item.restore).forEach((item) => save(item.restore())));
  none.addEventListener("click", () => { kept().forEach((draft) => forget(draft.address)); list.remove(); hideEmpty(); });
  const head = made("p", `上次有${items.length}格填了没有保存，内容还在这台电脑的浏览器里。`);
  head.append(all, none);
  panel.replaceChildren(head, list);
  panel.hidden = false;
}
