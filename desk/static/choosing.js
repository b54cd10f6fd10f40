// Choosing assignments in the table: Shift chooses from one box to the next, the box in the head chooses all that are
// shown, and the bar says how many. Without this file the boxes and the buttons work one by one.
"use strict";

(() => {
  const form = document.querySelector("form[data-choosing]");
  const said = document.querySelector("[data-chosen]");
  if (!form || !said) return;
  const boxes = [...document.querySelectorAll("input[name=ids]")];
  const every = document.querySelector("[data-every]");
  const buttons = [...document.querySelectorAll("button[form=bulk]")];
  let last = null;

  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", said.dataset.all);
  const choice = document.createElement("label");
  choice.append(all);
  const head = document.querySelector("thead .pick");
  if (head && boxes.length) head.append(choice);

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    const chosen = every && every.checked ? Number(every.dataset.every) : ticked;
    said.textContent = chosen ? `${said.dataset.some} ${chosen}` : said.dataset.none;
    buttons.forEach((button) => { button.disabled = !chosen; button.toggleAttribute("data-off", !chosen); });
  };

  boxes.forEach((box, place) => box.addEventListener("click", (event) => {
    if (event.shiftKey && last !== null) {
      for (let n = Math.min(last, place); n <= Math.max(last, place); n += 1) boxes[n].checked = box.checked;
    }
    if (every) every.checked = false;
    last = place;
    tell();
  }));
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    if (every) every.checked = false;
    last = null;
    tell();
  });
  if (every) every.addEventListener("change", () => { boxes.forEach((box) => { box.checked = every.checked; }); tell(); });
  said.setAttribute("role", "status");
  window.addEventListener("pageshow", tell);
  tell();
})();
