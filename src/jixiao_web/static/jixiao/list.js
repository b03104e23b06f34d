// The list of forms: one box chooses all of the page, and the page says how many are chosen. Without this file the boxes still work.
(() => {
  const form = document.getElementById("bulk");
  const all = form?.querySelector("[data-all]");
  if (!all) return;  // nothing to see, or nothing that the person may do
  const told = form.querySelector("[data-chosen]");
  const boxes = [...form.querySelectorAll("input[name=filing]")];
  const buttons = form.querySelectorAll("button[name=code]"), scopes = form.querySelectorAll("input[name=scope]");
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && !all.checked;
    told.textContent = `所选的${chosen}张`;
    buttons.forEach((button) => { button.disabled = form.elements.scope.value === "chosen" && chosen === 0; });
  };
  all.hidden = false;
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); count(); });
  boxes.forEach((box) => box.addEventListener("change", () => { form.elements.scope.value = "chosen"; count(); }));
  scopes.forEach((scope) => scope.addEventListener("change", count));
  count();
})();
