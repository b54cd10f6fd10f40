// Keys for those who like them: / to the search, j and k along the rows, Enter opens one, x ticks it, ? shows this list.
// Nothing needs them; they rest while somebody types, and while Ctrl, Alt or Meta is held.
"use strict";

(() => {
  const help = document.getElementById("keys");
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-rows] > tbody > tr, [data-rows] > li:not(.none)")]
    .filter((row) => row.querySelector("a"));

  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains("at"));
    const next = all[Math.min(all.length - 1, Math.max(0, now + step))];
    all.forEach((row) => row.classList.toggle("at", row === next));
    next.querySelector("a").focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const tick = (shiftKey) => {
    const box = document.querySelector(".at input[type=checkbox]");
    if (box) box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
  };
  const foot = document.querySelector(".tongues");
  if (help && foot) {
    const offer = document.createElement("button");
    offer.type = "button";
    offer.className = "quiet keys-offer";
    offer.textContent = `${help.querySelector("h2").textContent}: ?`;
    offer.addEventListener("click", () => help.showModal());
    foot.append(offer);
  }
  const keys = {
    "/": () => document.getElementById("seek")?.select(),
    j: () => go(1),
    k: () => go(-1),
    x: () => tick(false),
    X: () => tick(true),
    "?": () => help?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || help?.open) return;
    // A Russian keyboard has other letters, and other signs, on the same keys.
    const code = { KeyJ: "j", KeyK: "k", KeyX: event.shiftKey ? "X" : "x", Slash: event.shiftKey ? "?" : "/" }[event.code];
    const does = keys[event.key] || (/[а-яё.,]/i.test(event.key) && keys[code]);
    if (!does) return;
    event.preventDefault();
    does();
  });
})();
