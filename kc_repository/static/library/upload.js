/* Upload by pieces: files are dropped or chosen, go two at a time, and go on where a line broke. */
(() => {
  "use strict";
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const folder = form.querySelector("[data-folder]");
  folder.querySelector("input").webkitdirectory = true;
  folder.hidden = false;
  const inputs = form.querySelectorAll("input[type=file]");
  const sum = form.querySelector("[data-sum]");
  const list = form.querySelector("[data-sending]");
  const words = list.dataset;
  const limit = Number(form.dataset.limit);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const PIECE = 4 * 1024 * 1024;
  const PAUSES = [1, 2, 4, 8, 15];
  const LANES = 2;
  const waiting = [];
  let working = 0;
  let all = 0;
  let done = 0;

  const isText = (name) => /\.(bib|ris|json)$/i.test(name);
  const isWanted = (name) => isText(name) || /\.pdf$/i.test(name);
  const stem = (name) => name.replace(/\.[^.]*$/, "").toLowerCase();
  const remembered = (file) => `upload ${file.name} ${file.size} ${file.lastModified}`;
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function row(name) {
    const item = make("li", "job");
    const state = make("p", "state", words.wordWaiting);
    const bar = make("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `${words.wordSending}: ${name}`);
    const actions = make("div", "job-do");
    item.append(make("p", "job-name", name), state, bar, actions);
    list.hidden = false;
    list.append(item);
    return { item, state, bar, actions };
  }

  function say(shown, look, text) {
    shown.item.className = `job ${look}`;
    shown.state.textContent = text;
  }

  function refuse(shown, text) {
    say(shown, "is-bad", text);
    shown.bar.remove();
    shown.actions.replaceChildren();
  }

  function button(text, action) {
    const made = make("button", "btn-s", text);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  async function ask(address, options) {
    const headers = { "X-CSRFToken": token, Accept: "application/json", ...options.headers };
    const answer = await fetch(address, { credentials: "same-origin", ...options, headers });
    if (answer.redirected || !(answer.headers.get("Content-Type") || "").includes("json")) {
      return { status: answer.redirected ? 401 : answer.status, said: {} };
    }
    return { status: answer.status, said: await answer.json() };
  }

  async function begun(job) {
    const known = localStorage.getItem(remembered(job.file));
    if (known) {
      const { status, said } = await ask(known, {});
      if (status === 200) return { address: known, said };
      if (status >= 500) throw new Error(String(status));
      localStorage.removeItem(remembered(job.file));
    }
    const announced = { name: job.file.name, size: job.file.size };
    if (job.text) Object.assign(announced, { sidecar_name: job.text.name, sidecar: await job.text.text() });
    const body = JSON.stringify(announced);
    const { status, said } = await ask(form.dataset.begin, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    if (status === 201) {
      localStorage.setItem(remembered(job.file), said.address);
      return { address: said.address, said };
    }
    const refused = status === 401 || status === 403 ? words.wordSignedOut : said.sentence || words.wordCut;
    return { refused, again: status === 507 };
  }

  function count() {
    sum.textContent = all > 1 ? sum.dataset.wordSum.replace("DONE", done).replace("ALL", all) : "";
  }

  /* What the library has a row for, taken or not, stands in its own list from now on. */
  function finished(job) {
    localStorage.removeItem(remembered(job.file));
    job.shown.item.remove();
    list.hidden = !list.children.length;
    done += 1;
    count();
    document.body.dispatchEvent(new CustomEvent("uploaded"));
  }

  async function send(job) {
    const start = await begun(job);
    if (start.again) return offerToResume(job, start.refused);
    if (start.refused) return refuse(job.shown, start.refused);
    let { offset } = start.said;
    if (start.said.taken !== undefined) return finished(job);
    while (!job.stopped) {
      say(job.shown, "is-busy", words.wordSending);
      const { status, said } = await ask(start.address, {
        method: "PATCH",
        body: job.file.slice(offset, offset + PIECE),
        headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) },
      });
      if (status === 200 && said.taken !== undefined) return finished(job);
      if (status === 200 || status === 409) {
        offset = said.offset;
      } else if (status === 401 || status === 403) {
        return refuse(job.shown, words.wordSignedOut);
      } else if (status === 507) {
        return offerToResume(job, said.sentence || words.wordCut);
      } else if (status >= 500) {
        throw new Error(String(status));
      } else {
        localStorage.removeItem(remembered(job.file));
        return refuse(job.shown, said.sentence || words.wordCut);
      }
      job.shown.bar.value = (100 * offset) / job.file.size;
    }
    await ask(start.address, { method: "DELETE" });
    localStorage.removeItem(remembered(job.file));
    job.shown.item.remove();
    all -= 1;
    count();
    return undefined;
  }

  function offerToResume(job, text) {
    say(job.shown, "is-bad", text);
    job.shown.actions.replaceChildren(button(words.wordResume, () => queue(job)));
  }

  async function sendPatiently(job) {
    for (const seconds of [...PAUSES, null]) {
      try {
        return await send(job);
      } catch {
        say(job.shown, "is-bad", words.wordCut);
        if (seconds === null) break;
        await pause(seconds);
      }
    }
    return offerToResume(job, words.wordCut);
  }

  async function work() {
    if (working >= LANES) return;
    working += 1;
    while (waiting.length) await sendPatiently(waiting.shift());
    working -= 1;
  }

  function queue(job) {
    say(job.shown, "", words.wordWaiting);
    job.shown.actions.replaceChildren(button(words.wordStop, () => { job.stopped = true; }));
    waiting.push(job);
    work();
  }

  function take(files) {
    const texts = new Map(files.filter((file) => isText(file.name)).map((file) => [stem(file.name), file]));
    for (const file of files.filter((one) => !isText(one.name))) {
      const job = { file, shown: row(file.name), text: texts.get(stem(file.name)) };
      texts.delete(stem(file.name));
      if (file.size > limit) refuse(job.shown, words.wordBig);
      else if (!file.size) refuse(job.shown, words.wordEmpty);
      else {
        all += 1;
        queue(job);
      }
    }
    count();
    for (const left of texts.values()) refuse(row(left.name), words.wordLone);
  }

  async function entries(item) {
    const entry = item.webkitGetAsEntry && item.webkitGetAsEntry();
    if (!entry) return item.getAsFile() ? [item.getAsFile()] : [];
    return inside(entry);
  }

  async function inside(entry) {
    if (entry.isFile) return [await new Promise((done, fail) => { entry.file(done, fail); })];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, fail) => { reader.readEntries(done, fail); });
      if (!some.length) return found.filter((file) => isWanted(file.name));
      for (const child of some) found.push(...(await inside(child)));
    }
  }

  inputs.forEach((input) => input.addEventListener("change", () => {
    take([...input.files].filter((file) => !input.webkitdirectory || isWanted(file.name)));
    input.value = "";
  }));
  for (const name of ["dragover", "dragenter"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("is-over");
  });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    const dropped = await Promise.all([...event.dataTransfer.items].filter((item) => item.kind === "file").map(entries));
    take(dropped.flat());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    inputs[0].click();
  });
  window.addEventListener("beforeunload", (event) => {
    if (working) event.preventDefault();
  });
})();
