// What makes the desk quicker to use where scripts run. Every page works without this file.
"use strict";

// A form that was sent is not sent again by a second press; its key would stop that too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button && !form.hasAttribute("data-stays")) setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[disabled]").forEach((button) => { if (!button.hasAttribute("data-off")) button.disabled = false; });
  });
});
