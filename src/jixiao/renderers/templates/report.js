"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  const unfold = (details, open) => {
    details.open = open;
    details.closest("tr").classList.toggle("open", open);
    all(`a.unfold[href="#${details.id}"]`).forEach((link) => link.setAttribute("aria-expanded", String(open)));
  };
  const traces = all("tr.trace details");
  all("a.unfold").forEach((link) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    const flip = (event) => {
      event.preventDefault();
      const details = document.getElementById(link.hash.slice(1));
      unfold(details, !details.open);
    };
    link.addEventListener("click", flip);
    link.addEventListener("keydown", (event) => { if (event.key === " ") flip(event); });
  });

  all("[data-show]").forEach((button) => button.addEventListener("click", () => {
    root.dataset.severity = button.dataset.show;
    all("[data-show]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
  }));
  const press = (button) => {
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(pressed));
    return pressed;
  };
  all("[data-toggle]").forEach((button) => button.addEventListener("click", () => {
    root.classList.toggle(button.dataset.toggle, press(button));
  }));
  all("[data-unfold]").forEach((button) => button.addEventListener("click", () => {
    const open = press(button);
    traces.forEach((details) => unfold(details, open));
  }));
  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
})();
