// Counts refresh themselves by htmx. They rest while nobody looks at the page, and once its session is over.
"use strict";

(() => {
  let over = false;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (over || document.hidden) event.preventDefault();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status < 400 || status >= 500) return;
    over = true;
    document.getElementById("over").hidden = false;
  });
})();
