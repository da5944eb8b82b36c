/* The search field's suggestions, and results that change in place. */
"use strict";

(() => {
  const KEPT = "recent-searches";
  const MOST = 6;

  const recent = () => {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) || [];
    } catch {
      return [];
    }
  };

  let forgotten = false;
  const keep = (words) => {
    if (!words || words.length > 200) return;
    try {
      localStorage.setItem(KEPT, JSON.stringify([words, ...recent().filter((w) => w !== words)].slice(0, MOST)));
    } catch { /* A browser that keeps nothing forgets them. */ }
  };

  /* The list under a field, as the combobox pattern of WAI-ARIA has it. */
  class Suggestions {
    constructor(field) {
      this.field = field;
      this.list = document.createElement("ul");
      this.list.id = `${field.id}-suggestions`;
      this.list.className = "suggestions";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", field.dataset.suggestLabel);
      this.list.hidden = true;
      field.parentElement.append(this.list);
      for (const [name, value] of Object.entries({
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      })) field.setAttribute(name, value);
      field.addEventListener("input", () => this.ask());
      field.addEventListener("focus", () => { if (!field.value) this.show(recent(), true); });
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
      this.list.addEventListener("pointerdown", (event) => this.pick(event.target.closest("[role=option]"), event));
    }

    ask() {
      clearTimeout(this.timer);
      const text = this.field.value.trim();
      if (text.length < 2) {
        this.show(text ? [] : recent(), true);
        return;
      }
      this.timer = setTimeout(async () => {
        this.request?.abort();
        this.request = new AbortController();
        try {
          const address = `${this.field.dataset.suggest}?${new URLSearchParams({ q: text })}`;
          const answer = await fetch(address, { signal: this.request.signal });
          if (answer.ok && this.field.value.trim() === text) this.show((await answer.json()).suggestions, false);
        } catch { /* Suggestions are a comfort; without them the field still searches. */ }
      }, 120);
    }

    show(texts, own) {
      this.list.replaceChildren(...texts.map((text, number) => this.option(text, number)));
      if (own && texts.length) this.list.append(this.option(this.field.dataset.forget, texts.length, true));
      this.at = -1;
      this.field.removeAttribute("aria-activedescendant");
      this.open(texts.length > 0 && document.activeElement === this.field);
    }

    option(text, number, forget = false) {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = text;
      if (forget) option.className = "forget";
      return option;
    }

    open(is) {
      this.list.hidden = !is;
      this.field.setAttribute("aria-expanded", String(is));
      if (!is) this.field.removeAttribute("aria-activedescendant");
    }

    hide() { this.open(false); }

    key(event) {
      const options = [...this.list.children];
      if (this.list.hidden || !options.length) return;
      if (event.key === "Escape") {
        event.preventDefault();
        this.hide();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.at = (this.at + step + options.length + (this.at < 0 && step < 0 ? 1 : 0)) % options.length;
        options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.at)));
        this.field.setAttribute("aria-activedescendant", options[this.at].id);
      } else if (event.key === "Enter" && this.at >= 0) {
        this.pick(options[this.at], event);
      }
    }

    pick(option, event) {
      if (!option) return;
      event.preventDefault();
      if (option.classList.contains("forget")) {
        localStorage.removeItem(KEPT);
        forgotten = true;
        this.show([], false);
        return;
      }
      this.field.value = option.textContent;
      this.hide();
      this.field.form.requestSubmit();
    }
  }

  for (const field of document.querySelectorAll("[data-suggest]")) new Suggestions(field);

  /* htmx comes when a reader first reaches for what it changes: its 17 kB block a phone for 0.2 s, and most only read.
     Until it is there, links and forms lead where they lead. */
  const { htmx: source } = document.currentScript.dataset;
  const changing = "#found-area :is([data-hx-boost], .sheet)";
  const fetched = () => {
    for (const kind of ["pointerover", "pointerdown", "focusin"]) document.removeEventListener(kind, reached);
    const script = document.createElement("script");
    script.src = source;
    document.head.append(script);
  };
  const reached = (event) => {
    if (!event.target.closest(changing)) return;
    // Before the page is complete htmx would wait for a moment that has passed.
    if (document.readyState === "complete") fetched();
    else addEventListener("load", fetched, { once: true });
  };
  if (source) for (const kind of ["pointerover", "pointerdown", "focusin"]) document.addEventListener(kind, reached);
  // What it changed in an earlier visit comes back whole.
  addEventListener("popstate", (event) => { if (event.state?.htmx && !window.htmx) location.reload(); });

  /* Results in place: what was open stays open, the number found is said, a new page begins at its top. */
  const wide = matchMedia("(min-width: 62rem)");
  let open = new Map();
  let moved = false;

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.filters");
    if (form && wide.matches && event.target.type === "checkbox") form.requestSubmit();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const area = document.querySelector("#found-area");
    area?.setAttribute("aria-busy", "true");
    moved = Boolean(event.target.closest(".pager, .chosen"));
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { formData } = event.detail;
    for (const [name, value] of [...formData]) if (!value && name !== "q") formData.delete(name);
  });
  document.addEventListener("htmx:beforeSwap", () => {
    open = new Map([...document.querySelectorAll("#found-area details[id]")].map((d) => [d.id, d.open]));
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, is] of open) {
      const details = document.getElementById(id);
      if (details && !moved && (wide.matches || id !== "sheet")) details.open = is;
    }
    const heading = document.querySelector("#found");
    const place = document.querySelector("#found-said");
    if (place && heading) place.textContent = heading.textContent;
    if (moved) heading?.focus();
    forgotten = false;
    keep(new URLSearchParams(location.search).get("q"));
  });
  document.addEventListener("htmx:responseError", () => document.querySelector("#found-area")?.removeAttribute("aria-busy"));
  document.addEventListener("htmx:sendError", () => document.querySelector("#found-area")?.removeAttribute("aria-busy"));

  /* Kept when the reader turns away: the browser's store is on disk, and would hold up the page while it opens. */
  const leave = () => {
    if (!forgotten && document.querySelector("#found-area :is(.hits, .found-table)")) keep(new URLSearchParams(location.search).get("q"));
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  addEventListener("pagehide", leave);
})();
