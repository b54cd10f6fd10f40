// What makes the desk quicker to use where scripts run. Every page works without this file.
"use strict";

// On a phone the way about, tabs and views scroll sideways: where one is stands in sight.
document.querySelectorAll(":is(.about, .views, .tabs, .steps) [aria-current]").forEach((here) => {
  const row = here.closest("ul, ol");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
});

// A form that was sent is not sent again by a second press; its key would stop that too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// What was written into a form and not sent is not lost unasked.
document.addEventListener("input", (event) => { event.target.form?.matches("[data-unsaved]") && (event.target.form.dataset.changed = "yes"); });
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-unsaved][data-changed]:not([data-sent])")) { event.preventDefault(); }
});

// What is written of a report is kept as a draft two seconds after the last letter. Documents travel with the form.
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const text = form.elements.text;
  const said = form.querySelector("[data-saved]");
  let waits = 0;
  const keep = async () => {
    const body = new FormData();
    for (const name of ["csrf", "key", "seen", "text"]) { body.set(name, form.elements[name].value); }
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, redirect: "manual" });
      if (answer.type === "opaqueredirect" && said) {
        const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        said.textContent = `${said.dataset.saved} ${now}`;
      }
    } catch { /* no connection: the next letter tries again, and the form itself still has it all */ }
  };
  text.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(keep, 2000); });
  form.addEventListener("submit", () => clearTimeout(waits));
});

// A page that is meant for paper can be sent there.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
