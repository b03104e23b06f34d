// Colleagues on the same form: they see where one is, one sees where they are and what they save.
import { UNATTENDED, find, form, isField, send, signedOut, writable } from "./page.js";
import { present, take } from "./news.js";

const QUIET = 8000, TOGETHER = 3000, ALIVE = 20000;
let told = null, asking = false;

function tell(headers) {
  if (!writable) return;
  const address = isField(document.activeElement) ? document.activeElement.name : "";
  if (address === told) return;
  told = address;
  send(form.dataset.editing, { address }, headers);
}

export async function pulse() {
  if (document.hidden || asking) return;
  asking = true;
  const answer = await fetch(`${form.dataset.pulse}?since=${form.dataset.last}`, { headers: UNATTENDED }).catch(() => null);
  asking = false;
  if (answer && answer.ok && !signedOut(answer)) take(await answer.text());
}

export function watchColleagues() {
  present();
  tell(UNATTENDED);
  let soon = 0;
  // Not at once: whoever only passes through cells does not tell of each.
  const later = () => { clearTimeout(soon); soon = setTimeout(() => tell(), 150); };
  form.addEventListener("focusin", later);
  form.addEventListener("focusout", later);
  setInterval(() => { if (!document.hidden) { told = null; tell(UNATTENDED); } }, ALIVE);
  addEventListener("pagehide", () => { if (writable) send(form.dataset.editing, { address: "", gone: "1" }); });
  addEventListener("pageshow", (event) => { if (event.persisted) { told = null; tell(); pulse(); } });
  document.addEventListener("visibilitychange", pulse);
  const beat = () => setTimeout(async () => { await pulse(); beat(); }, find("present").childElementCount ? TOGETHER : QUIET);
  beat();
}
