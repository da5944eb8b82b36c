/* Comforts for every page. All of it also works without scripts, only slower. */
"use strict";

(() => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable], [role=listbox]");

  /* Keys: "/" to the search field; a link with data-key is followed by its key. */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || typing(event.target)) return;
    if (event.key === "/") {
      const field = document.querySelector("#q, #inside");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
      return;
    }
    const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (link && !event.shiftKey) link.click();
  });

  /* Copying: a button with data-copy takes the text of that element, one with data-copy-text its own. */
  const said = (button) => {
    let place = button.parentElement.querySelector("[role=status]");
    if (!place) {
      place = document.createElement("span");
      place.setAttribute("role", "status");
      place.className = "copied";
      button.after(place);
    }
    return place;
  };

  const written = async (button) => {
    const source = button.dataset.copy && document.querySelector(button.dataset.copy);
    const text = source ? source.innerText.trim() : button.dataset.copyText;
    if (!source || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    const parts = { "text/plain": text, "text/html": source.innerHTML };
    const item = Object.fromEntries(Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]));
    return navigator.clipboard.write([new ClipboardItem(item)]);
  };

  const copy = async (button) => {
    const place = said(button);
    try {
      await written(button);
      place.textContent = button.dataset.copied;
    } catch {
      place.textContent = button.dataset.notCopied || "";
    }
    setTimeout(() => { place.textContent = ""; }, 4000);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-text]");
    if (button) copy(button);
  });
  const offer = () => {
    for (const button of document.querySelectorAll("button[data-copy][hidden], button[data-copy-text][hidden]")) {
      button.hidden = !navigator.clipboard;
    }
  };
  offer();
  document.addEventListener("htmx:afterSettle", offer);

  /* The basket's buttons work in place; where that fails the form is sent as it is. */
  const gather = async (form, button) => {
    const body = new FormData(form, button);
    const before = button.name;
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    } catch {
      form.dataset.plain = "";
      form.requestSubmit(button);
      return;
    } finally {
      button.removeAttribute("aria-busy");
    }
    button.name = before === "add" ? "drop" : "add";
    button.querySelector("span").textContent = form.dataset[button.name];
    form.querySelector("[role=status]").textContent = before === "add" ? form.dataset.added : form.dataset.dropped;
    const badge = document.querySelector("[data-basket-count]");
    const count = Math.max(0, Number(badge.textContent) + (before === "add" ? 1 : -1));
    badge.textContent = count;
    badge.hidden = !count;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.gather");
    if (!form || "plain" in form.dataset || !event.submitter || document.querySelector("[data-basket-page]")) return;
    event.preventDefault();
    if (!event.submitter.hasAttribute("aria-busy")) gather(form, event.submitter);
  });

  /* A long list is narrowed as letters are written; the form does the same on the server. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const field of document.querySelectorAll("[data-narrow]")) {
    field.addEventListener("input", () => {
      const wanted = plain(field.value.trim());
      for (const option of document.querySelectorAll(field.dataset.narrow)) {
        option.hidden = !plain(option.textContent).includes(wanted) && !option.querySelector(":checked");
      }
    });
  }

  /* Empty parameters stay out of addresses. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get") return;
    for (const field of form.elements) {
      if (field.name && field.name !== "q" && !field.value) {
        field.disabled = true;
        setTimeout(() => { field.disabled = false; });
      }
    }
  });
})();
