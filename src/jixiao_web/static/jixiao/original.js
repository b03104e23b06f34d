// The drawing of a document in its frame: made larger and smaller, and a place in it pointed at. The frame is shut off (sandbox), so
// that nothing in it is heard or touched: it is given as much room as the drawing needs and is itself shown smaller or larger.
"use strict";
const jixiaoOriginal = (() => {
  const frame = document.getElementById("original"), room = frame.parentElement, bar = document.querySelector(".zoom");
  const told = bar.querySelector("output"), source = frame.src.split("#")[0], pictured = "pictured" in frame.dataset;
  const NEEDED = 952;  // pixels: no narrower does sight.css draw a page, with its margins and the scroll bar
  const STEP = 1.25, MOST = 4;
  let scale = 0, place = "";  // 0 follows the width of the frame

  const fitting = () => Math.min(1, room.clientWidth / NEEDED);
  const now = () => scale || fitting();
  const sized = () => {
    frame.style.width = `${room.clientWidth / now()}px`;
    frame.style.height = `${room.clientHeight / now()}px`;
    frame.style.transform = `scale(${now()})`;
    told.textContent = `${Math.round(now() * 100)}%`;
    bar.querySelector("[data-zoom=out]").disabled = now() <= fitting();
    bar.querySelector("[data-zoom=in]").disabled = now() >= MOST;
  };
  const point = (name) => { place = name; frame.contentWindow.location.replace(`${source}#${name}`); };
  const to = (next) => {
    scale = next <= fitting() ? 0 : Math.min(MOST, next);
    sized();
    if (place) point(place);  // what is looked at stays in view
  };
  const acts = { in: () => to(now() * STEP), out: () => to(now() / STEP), fit: () => to(0) };
  const keys = { Equal: "in", NumpadAdd: "in", Minus: "out", NumpadSubtract: "out", Digit0: "fit", Numpad0: "fit" };

  document.addEventListener("keydown", (event) => {
    room.classList.toggle("held", event.ctrlKey);  // a wheel turned with Ctrl is for us, not for the frame
    const within = room.contains(event.target) || bar.contains(event.target);
    if (event.ctrlKey || event.metaKey || !(event.altKey || within) || !keys[event.code]) return;
    event.preventDefault();
    acts[keys[event.code]]();
  });
  document.addEventListener("keyup", ({ ctrlKey }) => room.classList.toggle("held", ctrlKey));
  room.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    to(now() * STEP ** (-event.deltaY / 100));
  }, { passive: false });
  // A click on a picture leaves the keys with the page; text may be marked in the frame, which keeps them.
  addEventListener("blur", () => {
    room.classList.remove("held");
    if (pictured && document.activeElement === frame && room.matches(":hover")) setTimeout(() => room.focus({ preventScroll: true }));
  });
  bar.addEventListener("click", ({ target }) => acts[target.closest("[data-zoom]")?.dataset.zoom]?.());

  bar.hidden = false;
  if (!pictured) scale = 1;  // a table drawn as text is read at its own size
  new ResizeObserver(sized).observe(room);
  sized();
  return { point };
})();
