/* The review page made quicker: keys, words of the page into fields, drafts that save themselves. All of it works without. */
(() => {
  "use strict";
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const saved = form.querySelector("[data-saved]");
  const stale = document.querySelector("[data-stale]");
  const leaf = document.getElementById("leaf");
  const SAVE_AFTER = 1500;
  const VISIT_EVERY = 30000;
  let active = null;
  let timer = 0;
  let saving = Promise.resolve();
  let dirty = false;

  const partOf = (element) => element.closest("[data-part]");
  const parts = () => [...form.querySelectorAll("[data-part]")];

  /* drafts */

  function mark() {
    dirty = true;
    saved.textContent = form.dataset.wordUnsaved;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  }

  function save() {
    if (!form.dataset.draftAddress) return saving;
    clearTimeout(timer);
    saving = saving.then(sendDraft);
    return saving;
  }

  async function sendDraft() {
    const wasDirty = dirty;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.draftAddress, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (answer.redirected) throw new Error("signed out");
      const said = await answer.json();
      if (answer.ok) return drafted(said);
      if (answer.status === 409 || answer.status === 410) return outdated(said.sentence);
      throw new Error(String(answer.status));
    } catch {
      dirty = dirty || wasDirty;
      saved.textContent = form.dataset.wordUnsaved;
      timer = setTimeout(save, 10000);
    }
    return undefined;
  }

  function drafted(said) {
    form.elements.draft.value = said.draft;
    if (!dirty) saved.textContent = `${form.dataset.wordSaved} ${said.saved}`;
    tell(said.others);
  }

  function outdated(sentence) {
    stale.querySelector("p").textContent = sentence;
    stale.hidden = false;
    clearTimeout(timer);
  }

  function tell(names) {
    const place = document.querySelector("[data-others]");
    place.replaceChildren(...names.map((name) => {
      const notice = document.createElement("div");
      notice.className = "notice notice-warn";
      notice.setAttribute("role", "status");
      const line = document.createElement("p");
      const who = document.createElement("b");
      who.textContent = name;
      line.append(who, ` ${form.dataset.wordOpen}`);
      notice.append(line);
      return notice;
    }));
  }

  form.addEventListener("input", mark);
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  if (form.dataset.draftAddress) {
    setInterval(() => { if (!document.hidden && dirty) save(); }, VISIT_EVERY);
  }

  /* which field is active, and where it was seen */

  function activate(element) {
    active = element;
    form.classList.add("is-filling");
    leaf.classList.add("is-filling");
    const part = partOf(element);
    parts().forEach((other) => other.classList.toggle("is-now", other === part));
    showPlace(part);
    const hint = leaf.querySelector("[data-hint]");
    if (hint) hint.hidden = false;
  }

  /* The page turns by itself to where the active field was seen. */
  function showPlace(part) {
    const name = part ? part.dataset.part : "";
    leaf.querySelectorAll("[data-seen]").forEach((seen) => seen.classList.toggle("is-now", seen.dataset.seen === name));
    const page = part && part.dataset.seenOn;
    const turn = page && !leaf.querySelector(`[data-seen="${name}"]`) && leaf.querySelector(`button[name=page][value="${page}"]`);
    if (turn) turn.click();
  }

  form.addEventListener("focusin", (event) => {
    const field = event.target;
    if (partOf(field) && field.matches("input:not([type=checkbox], [type=radio], [type=hidden]), textarea")) activate(field);
  });

  /* words of the page */

  const svgElement = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  };

  async function showWords() {
    const marks = leaf.querySelector("[data-words]");
    if (!marks || marks.dataset.ready) return;
    marks.dataset.ready = "1";
    const answer = await fetch(marks.dataset.words, { credentials: "same-origin" });
    if (!answer.ok) return;
    const { words } = await answer.json();
    const layer = svgElement("g", {});
    words.forEach(([text, boxes], place) => boxes.forEach(([x0, y0, x1, y1]) => {
      const box = svgElement("rect", { class: "word", x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2 });
      box.dataset.text = text;
      box.dataset.place = place;
      layer.append(box);
    }));
    marks.append(layer);
  }

  function put(text, more) {
    if (!active || !text) return;
    const before = more ? active.value.trimEnd() : "";
    active.value = before ? `${before}${/[-/]$/.test(before) ? "" : " "}${text}` : text;
    active.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function pointIn(marks, event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(marks.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  function wordsWithin(marks, [ax, ay], [bx, by]) {
    const [left, right] = [Math.min(ax, bx), Math.max(ax, bx)];
    const [top, bottom] = [Math.min(ay, by), Math.max(ay, by)];
    const texts = new Map();
    marks.querySelectorAll(".word").forEach((word) => {
      const { x, y, width, height } = word.getBBox();
      const inside = x + width / 2 > left && x + width / 2 < right && y + height / 2 > top && y + height / 2 < bottom;
      if (inside) texts.set(word.dataset.place, word.dataset.text);
    });
    return [...texts.values()].join(" ");
  }

  let drag = null;
  leaf.addEventListener("pointerdown", (event) => {
    const marks = event.target.closest("[data-words]");
    if (!marks || !active || event.pointerType === "touch") return;
    event.preventDefault();
    drag = { marks, from: pointIn(marks, event), word: event.target.closest(".word"), more: event.shiftKey || event.ctrlKey };
  });
  leaf.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const to = pointIn(drag.marks, event);
    drag.box = drag.box || drag.marks.appendChild(svgElement("rect", { class: "drag" }));
    const [x, y] = [Math.min(drag.from[0], to[0]), Math.min(drag.from[1], to[1])];
    drag.box.setAttribute("x", x);
    drag.box.setAttribute("y", y);
    drag.box.setAttribute("width", Math.abs(drag.from[0] - to[0]));
    drag.box.setAttribute("height", Math.abs(drag.from[1] - to[1]));
  });
  window.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const to = pointIn(drag.marks, event);
    const moved = Math.hypot(to[0] - drag.from[0], to[1] - drag.from[1]) > 4;
    if (drag.box) drag.box.remove();
    if (moved) put(wordsWithin(drag.marks, drag.from, to), drag.more);
    else if (drag.word) clicked(drag.word, drag.more);
    drag = null;
  });
  leaf.addEventListener("click", (event) => {
    const word = event.target.closest(".word");
    if (word && event.pointerType === "touch") clicked(word, event.shiftKey);
  });

  /* A first click begins the field anew, the next ones within it go on. */
  let filled = null;
  function clicked(word, more) {
    put(word.dataset.text, more || filled === active);
    filled = active;
    active.focus({ preventScroll: true });
  }
  form.addEventListener("focusout", (event) => { if (!leaf.contains(event.relatedTarget) && event.relatedTarget) filled = null; });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== leaf && !leaf.contains(event.target)) return;
    showWords();
    if (!active) return;
    const name = partOf(active).dataset.part;
    leaf.querySelectorAll("[data-seen]").forEach((seen) => seen.classList.toggle("is-now", seen.dataset.seen === name));
    leaf.querySelector("[data-hint]").hidden = false;
  });
  showWords();

  /* authors move without asking the server */

  function numberRows() {
    form.querySelectorAll("[data-person]").forEach((row, place) => {
      const field = row.querySelector("input:not([type=hidden])");
      field.id = `person-${place}`;
      row.querySelector(".n").textContent = place + 1;
      row.querySelectorAll("button[name=do]").forEach((button) => {
        button.value = button.value.replace(/:\d+/, `:${place}`);
        button.setAttribute("formaction", button.getAttribute("formaction").replace(/person-\d+/, field.id));
      });
    });
  }

  function moveRow(row, action) {
    const other = action === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (action === "remove") {
      const next = other || row.previousElementSibling;
      row.remove();
      if (next) next.querySelector("input:not([type=hidden])").focus();
    } else if (other && action === "up") other.before(row);
    else if (other) other.after(row);
    numberRows();
    mark();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-person]");
    moveRow(row, button.dataset.row);
    if (row.isConnected) button.focus();
  });

  /* keys */

  const keys = document.getElementById("keys");
  const opener = document.querySelector("[data-open=keys]");
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());

  const press = (name) => {
    const button = document.querySelector(`[data-key=${name}]`);
    if (button) button.click();
  };

  const FIELD = "input:not([type=hidden]), textarea, select, button";

  /* Every author of the list is a stop of its own. */
  const stops = () => parts().flatMap((part) => {
    const rows = [...part.querySelectorAll("[data-person]")];
    return rows.length ? rows : [part];
  });

  function step(by) {
    const all = stops();
    const now = all.findIndex((stop) => stop.contains(document.activeElement));
    const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
    const field = next.querySelector(FIELD);
    if (field) {
      field.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }

  function suggest(number) {
    const part = (document.activeElement && partOf(document.activeElement)) || parts()[0];
    const button = part.querySelector(`[data-alternative="${number}"]`);
    if (button) button.click();
  }

  function alternate(event) {
    const row = document.activeElement && document.activeElement.closest("[data-person]");
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit) return () => suggest(digit[1]);
    const mend = row && mendings(row)[event.code];
    return mend || { KeyJ: () => step(1), KeyK: () => step(-1), KeyN: () => press("next"), KeyA: paste }[event.code];
  }

  function mendings(row) {
    const move = (action) => () => { const held = document.activeElement; moveRow(row, action); held.focus(); };
    const push = (buttons) => () => row.querySelector(buttons).click();
    return {
      ArrowUp: move("up"),
      ArrowDown: move("down"),
      Delete: () => moveRow(row, "remove"),
      KeyS: push("button[value^=split]"),
      KeyO: push("button[value^=organisation], button[value^='person:']"),
    };
  }

  function paste() {
    const place = form.querySelector("[data-paste]");
    place.open = true;
    place.querySelector("textarea").focus();
  }

  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    let action;
    if (event.altKey && !control) action = alternate(event);
    else if (control && event.key === "s") action = () => press("save");
    else if (control && event.key === "Enter") {
      const list = event.shiftKey ? "[value=paste]" : "[value=replace]";
      action = document.activeElement.id === "pasted" ? () => form.querySelector(list).click() : () => press("publish");
    } else if (event.key === "?" && !event.target.matches("input, textarea, select")) action = () => keys.showModal();
    if (!action) return;
    event.preventDefault();
    action();
  });

  /* The browser itself goes to a field that its address names: the one that a button has just mended. */
  const mended = form.contains(document.getElementById(window.location.hash.slice(1)));
  const first = form.querySelector(".wrong, .doubt") || form;
  const begin = first.querySelector("[data-part] textarea, [data-part] input:not([type=hidden]), textarea, select, input:not([type=hidden], [tabindex])");
  if (begin && !mended && !window.matchMedia("(pointer: coarse)").matches) begin.focus({ preventScroll: true });
})();
