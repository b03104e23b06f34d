// The table of one form, edited in place: every cell is saved as it is left, the page takes what the server says changed.
"use strict";
(() => {
  const form = document.getElementById("form"), said = document.getElementById("said"), choice = document.getElementById("choice");
  const find = (id) => document.getElementById(id);
  const cellOf = (address) => find("c-" + address);
  let last = form.dataset.last;

  const say = (text, fault) => { said.textContent = text; said.classList.toggle("fault", Boolean(fault)); };

  // Browsers without field-sizing get their heights by hand.
  const sized = CSS.supports("field-sizing", "content");
  const typed = (element) => element instanceof HTMLTextAreaElement || (element instanceof HTMLSelectElement && element.dataset.seen !== undefined);
  const fit = (area) => { if (!sized && area instanceof HTMLTextAreaElement) { area.style.height = "0"; area.style.height = area.scrollHeight + "px"; } };
  const fitAll = () => { if (!sized) form.querySelectorAll("textarea").forEach(fit); };

  // A new login gives a new token: it is taken from the cookie at every request.
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) ?? [null, form.dataset.token])[1];
  async function send(url, fields) {
    const body = new URLSearchParams(fields);
    try {
      // What is under way goes on when the page is left; browsers allow that for small requests alone.
      return await fetch(url, { method: "POST", body, keepalive: body.toString().length < 60000, headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
    } catch {
      return null;
    }
  }

  // Waiting saves are tried again; what was typed stays in the page until the server has it.
  const waiting = new Map(), refused = new Set();
  async function save(area, seen = area.dataset.seen) {
    const value = area.value.trim(), address = area.name;
    if (value === seen) { waiting.delete(address); return; }
    waiting.set(address, area);
    area.parentElement.classList.add("saving");
    say("正在保存…");
    const answer = await send(form.dataset.cell, { address, seen, value });
    area.parentElement.classList.remove("saving");
    if (answer === null) { say("连接中断，内容留在页面上，恢复后自动保存", true); return; }
    if (answer.redirected || answer.headers.get("HX-Redirect")) { say("登录已失效：内容还在页面上，请在新窗口登录后回到这里再试", true); return; }
    const text = await answer.text();
    waiting.delete(address);
    if (answer.status === 409) { choose(text); return; }
    if (!answer.ok) { refused.add(area); say(plain(text), true); return; }
    refused.delete(area);
    area.dataset.seen = value;
    take(text, address);
    const row = `r-${address.split("/")[1]}`;
    if (explained === row) { explained = ""; explainSoon(find(row)); }
    say("已保存");
  }
  setInterval(() => waiting.forEach((area) => save(area)), 5000);
  addEventListener("beforeunload", (event) => { if (waiting.size || [...refused].some((area) => area.isConnected && area.value.trim() !== area.dataset.seen)) event.preventDefault(); });

  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const plain = (text) => (parsed(text).querySelector("main") ?? parsed(text).body).textContent.trim().replace(/\s+/g, " ") || "没有保存：服务器没有接受，请刷新页面后再试";

  function choose(text) {
    choice.replaceChildren(...parsed(text).body.childNodes);
    choice.showModal();
    choice.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => {
      const area = cellOf(button.dataset.address).querySelector("textarea, select");
      if (button.value === "theirs") { area.value = area.dataset.seen = button.dataset.text; fit(area); say("保留了对方的内容"); }
      else { area.value = button.dataset.text; save(area, button.dataset.theirs); }
    }));
  }

  // What the server says changed: the strip, the findings, cells, due scores, marks, and who is typing where.
  function take(text, mine) {
    const page = parsed(text), news = page.getElementById("news");
    for (const id of ["strip", "findings"]) if (page.getElementById(id)) find(id).replaceWith(page.getElementById(id));
    if (!news) return;
    last = news.dataset.last;
    const held = news.content;
    held.querySelectorAll("td[id^='c-']").forEach((fresh) => {
      const old = find(fresh.id);
      const area = old && old.querySelector("textarea, select");
      if (!old || (area && (document.activeElement === area || waiting.has(area.name)) && fresh.id !== "c-" + mine)) return;
      if (area && document.activeElement === area) { area.dataset.seen = fresh.querySelector("textarea, select").dataset.seen; return; }
      fresh.classList.add("kept");
      old.replaceWith(fresh);
      fresh.querySelectorAll("textarea").forEach(fit);
    });
    held.querySelectorAll("td.due, td.light").forEach((due) => { const old = find(due.id); if (old) old.replaceWith(due); });
    if (!news.dataset.quiet) form.querySelectorAll("#indicators td[id^='c-']").forEach((cell) => { cell.classList.remove("fatal", "error", "warning", "info"); cell.querySelectorAll(".dot").forEach((dot) => dot.remove()); });
    held.querySelectorAll("li[data-row]").forEach((item) => {
      const row = find("r-" + item.dataset.row);
      if (!row) return;
      row.classList.toggle("differs", item.dataset.differs === "1");
      item.querySelectorAll("i").forEach((mark) => {
        const cell = cellOf(mark.dataset.at);
        if (!cell) return;
        cell.classList.add(mark.dataset.severity);
        const dot = document.createElement("i");
        dot.className = "dot"; dot.title = mark.title;
        cell.append(dot);
      });
      row.classList.toggle("marked", item.querySelector("i") !== null);
    });
    form.querySelectorAll("td[data-by]").forEach((cell) => delete cell.dataset.by);
    held.querySelectorAll("li[data-editing]").forEach((item) => { const cell = cellOf(item.dataset.editing); if (cell) cell.dataset.by = item.textContent.trim(); });
    const left = Number(news.dataset.left);
    if (left) say(`有${left}格刚被别人改动，没有覆盖`, true);
  }

  // Keys: Enter goes to the next row of the column, Shift+Enter is a new line, arrows move from cell to cell, Esc takes back.
  function beside(area, rows) {
    const field = area.name.split("/").pop();
    const column = [...form.querySelectorAll("textarea")].filter((other) => other.name.split("/")[0] === area.name.split("/")[0] && other.name.endsWith("/" + field));
    return column[column.indexOf(area) + rows];
  }
  form.addEventListener("keydown", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || event.isComposing) return;
    const whole = area.selectionStart === area.selectionEnd;
    let to = null;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) to = beside(area, 1);
    else if (event.key === "ArrowDown" && whole && area.selectionEnd === area.value.length) to = beside(area, 1);
    else if (event.key === "ArrowUp" && whole && area.selectionStart === 0) to = beside(area, -1);
    else if (event.key === "Escape") { area.value = area.dataset.seen; fit(area); return; }
    else return;
    event.preventDefault();
    if (to) { to.focus(); to.select(); } else area.blur();
  });

  form.addEventListener("paste", async (event) => {
    const area = event.target;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!(area instanceof HTMLTextAreaElement) || !/[\n\t]/.test(text)) return;
    const lines = cut(text);
    if (lines.length < 2 && lines[0].length < 2) return;
    event.preventDefault();
    const fields = [], shown = [];
    for (let row = 0, start = area; row < lines.length && start; row += 1, start = beside(start, 1)) {
      for (let column = 0, cell = start; column < lines[row].length && cell; column += 1, cell = right(cell)) {
        fields.push(["address", cell.name], ["seen", cell.dataset.seen], ["value", lines[row][column].trim()]);
        shown.push([cell, lines[row][column].trim()]);
      }
    }
    say("正在保存…");
    const answer = await send(form.dataset.paste, fields);
    if (answer === null) { say("连接中断，没有粘贴；请恢复后再试", true); return; }
    const told = await answer.text();
    if (!answer.ok) { say(plain(told), true); return; }
    shown.forEach(([cell, value]) => { if (cell.isConnected) cell.value = cell.dataset.seen = value; });
    area.blur();
    say(`已粘贴${shown.length}格`);
    take(told);
  });
  // Cells of a spreadsheet: quoted where they hold line breaks.
  function cut(text) {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const row = rows[rows.length - 1], sign = text[at];
      if (quoted && sign === '"' && text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
      else if (sign === '"' && (quoted || row[row.length - 1] === "")) quoted = !quoted;
      else if (sign === "\t" && !quoted) row.push("");
      else if (sign === "\n" && !quoted) rows.push([""]);
      else row[row.length - 1] += sign;
    }
    return rows;
  }
  function right(area) {
    let cell = area.closest("td").nextElementSibling;
    while (cell && !cell.querySelector("textarea")) cell = cell.nextElementSibling;
    return cell && cell.querySelector("textarea");
  }

  form.addEventListener("input", (event) => fit(event.target));
  form.addEventListener("focusout", (event) => { if (typed(event.target) && event.target.isConnected) save(event.target); });
  form.addEventListener("change", (event) => { if (event.target instanceof HTMLSelectElement && typed(event.target)) save(event.target); });
  let explained = "";
  form.addEventListener("focusin", (event) => {
    if (typed(event.target)) send(form.dataset.editing, { address: event.target.name });
    explainSoon(event.target.closest("tr[data-explained]"));
  });
  form.addEventListener("click", (event) => explain(event.target.closest("tr[data-explained]")));
  // Not at once: the cell that was just left is saved first, and whoever only passes through a row does not ask for it.
  let soon = 0;
  function explainSoon(row) { clearTimeout(soon); soon = setTimeout(explain, 300, row); }
  async function explain(row) {
    if (!row || explained === row.id) return;
    explained = row.id;
    const answer = await fetch(row.dataset.explained, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer && answer.ok) find("explained").replaceChildren(...parsed(await answer.text()).body.childNodes);
  }

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    const row = button.closest("tr");
    if (button.dataset.do === "remove" && !confirm("删除这一行？删除的内容保留在操作日志里。")) return;
    const answer = await send(form.dataset.row, { action: button.dataset.do, row: row ? row.dataset.row : "" });
    if (answer === null || !answer.ok) { say(answer ? plain(await answer.text()) : "连接中断，没有改动", true); return; }
    form.replaceChildren(...parsed(await answer.text()).body.childNodes);
    fitAll();
    pulse();
  });
  const undo = find("undo");
  const takeBack = async () => {
    const answer = await send(form.dataset.undo, {});
    if (answer === null) { say("连接中断，没有撤销", true); return; }
    const text = await answer.text();
    if (answer.ok) { take(text); say("已撤销"); } else say(plain(text), true);
  };
  if (undo) {
    undo.addEventListener("click", takeBack);
    addEventListener("keydown", (event) => { if (event.key === "z" && event.ctrlKey && !(event.target instanceof HTMLTextAreaElement)) { event.preventDefault(); takeBack(); } });
  }
  form.addEventListener("change", (event) => { if (event.target.id === "deductions") form.querySelector("#indicators").classList.toggle("only-deductions", event.target.checked); });

  // A reviewer points at the cell that an objection is about.
  const objection = find("object");
  if (objection) {
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
  document.querySelectorAll("[data-goto]").forEach((link) => link.addEventListener("click", (event) => {
    const cell = cellOf(link.dataset.goto);
    if (!cell) return;
    event.preventDefault();
    cell.scrollIntoView({ block: "center" });
    (cell.querySelector("textarea") ?? cell).focus();
  }));

  async function pulse() {
    if (document.hidden) return;
    const answer = await fetch(`${form.dataset.pulse}?since=${last}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer && answer.ok && !answer.headers.get("HX-Redirect")) take(await answer.text());
  }
  setInterval(pulse, 8000);
  form.querySelectorAll("tr[data-row]").forEach((row) => row.classList.toggle("marked", row.querySelector(".dot") !== null));
  fitAll();
})();
