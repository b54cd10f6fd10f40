// Documents of a form: dropped, photographed, listed with their sizes and looked at before they travel; and how far they
// have come on their way. Every form works without this file.
"use strict";

(() => {
  const language = document.documentElement.lang;
  const named = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) { made.setAttribute(name, value); }
    made.append(...children);
    return made;
  };

  class Field {
    constructor(place) {
      this.place = place;
      this.said = place.dataset;
      this.input = place.querySelector("input[type=file]");
      this.chosen = [];
      this.list = named("ul", { class: "files chosen", "aria-live": "polite" });
      place.append(this.list);
      this.input.addEventListener("change", () => this.add(this.input.files));
      this.takeDropped();
      if (matchMedia("(pointer: coarse)").matches) { this.offerCamera(); }
    }

    // What is chosen next stands beside what was chosen before.
    add(files) {
      for (const file of files) {
        const same = (one) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified;
        if (!this.chosen.some(same)) { this.chosen.push(file); }
      }
      this.show();
    }

    show() {
      const carried = new DataTransfer();
      this.chosen.forEach((file) => carried.items.add(file));
      this.input.files = carried.files;
      this.list.replaceChildren(...this.chosen.map((file) => this.line(file)));
      const wrong = this.chosen.map((file) => [file, this.wrongWith(file)]).find(([, why]) => why);
      this.input.setCustomValidity(wrong ? `${wrong[0].name}: ${wrong[1]}` : this.wrongTogether());
      if (!this.input.checkValidity() && !wrong) { this.list.append(named("li", { class: "wrong" }, this.wrongTogether())); }
    }

    line(file) {
      const why = this.wrongWith(file);
      const remove = named("button", { type: "button", class: "quiet", "aria-label": `${this.said.remove} ${file.name}` }, this.said.remove);
      remove.addEventListener("click", () => {
        this.chosen = this.chosen.filter((one) => one !== file);
        this.show();
        this.input.focus();
      });
      const line = named("li", {}, named("span", {}, file.name), named("span", { class: "muted nowrap" }, this.size(file.size)), remove);
      if (why) { line.append(named("strong", { class: "wrong" }, why)); }
      return line;
    }

    wrongWith(file) {
      const ending = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
      if (file.size > Number(this.said.limit)) { return this.said.large; }
      if (file.size === 0) { return this.said.empty; }
      return ending && !this.said.kinds.split(" ").includes(ending) ? this.said.kind : "";
    }

    wrongTogether() {
      const together = this.chosen.reduce((sum, file) => sum + file.size, 0);
      return together > Number(this.said.all) || this.chosen.length > Number(this.said.most) ? this.said.together : "";
    }

    size(bytes) {
      if (bytes < 1048576) { return `${Math.max(1, Math.round(bytes / 1024))} ${this.said.kilo}`; }
      return `${(bytes / 1048576).toLocaleString(language, { maximumFractionDigits: 1 })} ${this.said.mega}`;
    }

    takeDropped() {
      this.place.classList.add("drops");
      this.input.before(named("p", { class: "hint drop-hint" }, this.said.drop));
      this.place.addEventListener("dragover", () => this.place.classList.add("over"));
      for (const end of ["dragleave", "drop"]) { this.place.addEventListener(end, () => this.place.classList.remove("over")); }
      this.place.addEventListener("drop", (event) => this.add(event.dataTransfer.files));
    }

    offerCamera() {
      const camera = named("input", { type: "file", accept: "image/*", capture: "environment", hidden: "" });
      const button = named("button", { type: "button" }, this.said.camera);
      button.addEventListener("click", () => camera.click());
      camera.addEventListener("change", () => { this.add(camera.files); camera.value = ""; });
      this.list.before(named("p", { class: "buttons camera" }, button, camera));
    }
  }

  class Sending {
    constructor(form, field) {
      this.form = form;
      this.field = field;
      this.request = null;
      form.addEventListener("submit", (event) => this.begin(event));
    }

    begin(event) {
      if (event.defaultPrevented || (!this.request && !this.field.input.files.length)) { return; }
      event.preventDefault();
      if (this.request) { return; }
      const by = event.submitter;
      const path = by && by.hasAttribute("formaction") ? by.formAction : this.form.action;
      this.request = new XMLHttpRequest();
      this.request.open("POST", path);
      this.request.upload.addEventListener("progress", (how) => this.progress(how.loaded, how.total));
      this.request.addEventListener("load", () => this.answer(path));
      this.request.addEventListener("error", () => this.lost(this.field.said.lost));
      this.request.addEventListener("abort", () => this.lost(this.field.said.stopped));
      this.showProgress();
      this.request.send(new FormData(this.form));
    }

    showProgress() {
      this.bar = named("progress", { max: "100", "aria-label": this.field.said.sending });
      this.words = named("span", { role: "status" }, this.field.said.sending);
      const stop = named("button", { type: "button", class: "quiet" }, this.field.said.stop);
      stop.addEventListener("click", () => this.request.abort());
      this.tell("sending", this.bar, this.words, stop);
    }

    progress(loaded, total) {
      this.bar.value = (100 * loaded) / total;
      this.words.textContent = loaded < total ? `${this.field.size(loaded)} / ${this.field.size(total)}` : this.field.said.checking;
    }

    // A report that was taken leads on; one that was refused is shown as the answer says it.
    answer(path) {
      const { responseURL, responseText } = this.request;
      if (responseURL && responseURL !== path) { location.assign(responseURL); return; }
      document.open();
      document.write(responseText);
      document.close();
    }

    lost(why) {
      this.request = null;
      delete this.form.dataset.sent;
      this.tell("wrong", named("span", { role: "alert" }, why));
    }

    tell(tone, ...words) {
      this.form.querySelector(".way")?.remove();
      this.form.append(named("div", { class: `way ${tone}` }, ...words));
    }
  }

  const fields = [...document.querySelectorAll("[data-files]")].map((place) => new Field(place));
  fields.forEach((field) => field.input.form && new Sending(field.input.form, field));

  // What is dropped beside the field does not take the page away, and with it what was written.
  if (fields.length) {
    for (const kind of ["dragover", "drop"]) { document.addEventListener(kind, (event) => event.preventDefault()); }
  }
})();
