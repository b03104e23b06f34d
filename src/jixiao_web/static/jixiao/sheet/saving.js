// Every cell is saved as it is left. What the server does not have yet stays in the page and in the browser.
import { ask, cellOf, fieldOf, find, form, isDirty, isField, parsed, plain, put, say, send, signedOut } from "./page.js";
import { forget, remember } from "./drafts.js";
import { take } from "./news.js";

// Waiting saves are tried again.
export const waiting = new Map();
const refused = new Set();
let under = 0; // saves that are not through yet

export async function save(field, seen) {
  under += 1;
  try { await saved(field, seen); } finally { under -= 1; }
}

async function saved(field, seen = field.dataset.seen) {
  const value = field.value.trim(), address = field.name;
  if (value === seen) { waiting.delete(address); forget(address); return; }
  waiting.set(address, field);
  remember(field);
  const cell = field.closest("td, th");
  cell.classList.add("saving");
  say("正在保存…");
  const answer = await (field.dataset.rows ? saveMany(field, seen, value) : send(form.dataset.cell, { address, seen, value }));
  cell.classList.remove("saving");
  if (answer === null) { say("连接中断，内容留在页面上，恢复后自动保存", true); return; }
  if (signedOut(answer)) { say("登录已失效：内容还在页面上，请在新窗口登录后回到这里再试", true); return; }
  const text = await answer.text();
  waiting.delete(address);
  if (answer.status === 409) { choose(text); return; }
  if (!answer.ok) { refused.add(field); say(plain(text), true); return; }
  refused.delete(field);
  field.dataset.seen = value;
  if (isDirty(field)) remember(field); else forget(address);
  say("已保存");
  take(text);
}

// A merged cell stands for the same field of several rows.
function saveMany(field, seen, value) {
  const kind = field.name.split("/").pop(), values = [];
  for (const row of field.dataset.rows.split(" ")) values.push(["address", `indicators/${row}/${kind}`], ["seen", seen], ["value", value]);
  return send(form.dataset.paste, values);
}

async function choose(text) {
  const content = [...parsed(text).body.childNodes];
  const chosen = await ask(content);
  const button = find("choice").querySelector(`button[value="${chosen || "theirs"}"]`);
  const field = fieldOf(cellOf(button.dataset.address));
  if (!field) return;
  if (chosen === "mine") { put(field, button.dataset.text); save(field, button.dataset.theirs); }
  else if (chosen === "theirs") { put(field, button.dataset.text); field.dataset.seen = button.dataset.text; forget(field.name); say("保留了对方的内容"); }
  else { refused.add(field); say("没有选择：您的内容还在格里，没有保存", true); }
}

// Wait until everything typed so far is with the server; false where it cannot be.
export async function settled() {
  if (isField(document.activeElement)) await save(document.activeElement);
  for (let tries = 0; under && tries < 200; tries += 1) await new Promise((done) => setTimeout(done, 50));
  return waiting.size === 0 && ![...refused].some((field) => field.isConnected && isDirty(field));
}

export function watchSaving() {
  form.addEventListener("focusout", (event) => { if (isField(event.target) && event.target.isConnected) save(event.target); });
  form.addEventListener("change", (event) => { if (event.target instanceof HTMLSelectElement && isField(event.target)) save(event.target); });
  form.addEventListener("input", (event) => { if (isField(event.target)) remember(event.target); });
  setInterval(() => waiting.forEach((field) => save(field)), 5000);
  addEventListener("beforeunload", (event) => {
    if (waiting.size || [...refused].some((field) => field.isConnected && isDirty(field))) event.preventDefault();
  });
  // A step is taken with what stands on the page: first everything is saved, then the step goes with the version that this gave.
  document.querySelectorAll("form.step").forEach((step) => step.addEventListener("submit", async (event) => {
    if (!under && !waiting.size && !isField(document.activeElement)) return;
    event.preventDefault();
    if (await settled()) step.submit(); else say("还有内容没有保存，请先处理", true);
  }));
}
