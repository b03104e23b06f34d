// The page of one form: its parts, what is said at the bottom, and talking with the server.
export const form = document.getElementById("form");
export const find = (id) => document.getElementById(id);
export const cellOf = (address) => find("c-" + address);
export const writable = Boolean(form.dataset.writable);

export function say(text, fault) {
  const said = find("said");
  said.textContent = text;
  said.classList.toggle("fault", Boolean(fault));
}

// A field is what is typed or chosen into a cell; it knows the text that the server has (data-seen).
export const isField = (element) => element instanceof HTMLElement && element.dataset.seen !== undefined && element.matches("textarea, select, input");
export const fieldOf = (cell) => cell && cell.querySelector("textarea[data-seen], select[data-seen]");
export const fields = () => form.querySelectorAll("[data-seen]");
export const isDirty = (field) => field.value.trim() !== field.dataset.seen;

export function put(field, text) {
  if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === text)) field.add(new Option(text, text));
  field.value = text;
  fit(field);
}

// Browsers without field-sizing get their heights by hand.
const sized = CSS.supports("field-sizing", "content");
export function fit(area) {
  if (sized || !(area instanceof HTMLTextAreaElement)) return;
  area.style.height = "0";
  area.style.height = area.scrollHeight + "px";
}
export const fitAll = () => { if (!sized) form.querySelectorAll("textarea").forEach(fit); };

// A new login gives a new token: it is taken from the cookie at every request.
const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) ?? [null, form.dataset.token])[1];

// What a page asks by itself does not keep a session alive of somebody who has gone away.
export const UNATTENDED = { "HX-Request": "true", "X-Unattended": "1" };

// The server tells what happened since the entry of the log that the page knows.
export async function send(url, values, headers = { "HX-Request": "true" }) {
  const body = new URLSearchParams(values);
  body.append("since", form.dataset.last);
  try {
    // What is under way goes on when the page is left; browsers allow that for small requests alone.
    return await fetch(url, { method: "POST", body, keepalive: body.toString().length < 60000, headers: { "X-CSRFToken": token(), ...headers } });
  } catch {
    return null;
  }
}
export const signedOut = (answer) => answer.redirected || answer.headers.has("HX-Redirect");
export const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
export const plain = (text) => (parsed(text).querySelector("main") ?? parsed(text).body).textContent.trim().replace(/\s+/g, " ") || "没有保存：服务器没有接受，请刷新页面后再试";

// The text of an answer that was granted; otherwise says why not and gives null.
export async function granted(answer, lost) {
  if (answer === null) { say(lost, true); return null; }
  if (signedOut(answer)) { say("登录已失效：内容还在页面上，请在新窗口登录后回到这里再试", true); return null; }
  const text = await answer.text();
  if (answer.ok) return text;
  say(plain(text), true);
  return null;
}

// Ask a question in the dialog; gives the value of the button that was chosen, "" for none.
export function ask(content) {
  const choice = find("choice");
  choice.replaceChildren(...content);
  choice.returnValue = "";
  choice.showModal();
  return new Promise((done) => choice.addEventListener("close", () => done(choice.returnValue), { once: true }));
}
