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
  const listed = Number(form.dataset.listed);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const PIECE = 4 * 1024 * 1024;
  const PAUSES = [1, 2, 4, 8, 15];
  const TOLD_EVERY = 300;
  const LANES = 2;
  const ROWS_AT_ONCE = 25;
  const waiting = [];
  let working = 0;
  let all = 0;
  let done = 0;
  let refused = 0;
  let telling = 0;

  const isText = (name) => /\.(bib|ris|json)$/i.test(name);
  const isWanted = (name) => isText(name) || /\.pdf$/i.test(name);
  const stem = (name) => name.replace(/\.[^.]*$/, "").toLowerCase();
  const isReadable = async (file) => { try { await file.slice(0, 1).arrayBuffer(); return true; } catch { return false; } };
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  /* Where unfinished uploads go on; a browser that keeps nothing, or has no room, begins them anew. */
  const memory = (() => {
    const name = (file) => `upload ${file.name} ${file.size} ${file.lastModified}`;
    const tried = (action) => { try { return action(); } catch { return null; } };
    return {
      get: (file) => tried(() => localStorage.getItem(name(file))),
      keep: (file, address) => tried(() => localStorage.setItem(name(file), address)),
      forget: (file) => tried(() => localStorage.removeItem(name(file))),
    };
  })();

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
    refused += 1;
    count();
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
    const known = memory.get(job.file);
    if (known) {
      const { status, said } = await ask(known, {});
      if (status === 200) return { address: known, said };
      if (status >= 500) throw new Error(String(status));
      memory.forget(job.file);
    }
    const announced = { name: job.file.name, size: job.file.size };
    if (job.text) Object.assign(announced, { sidecar_name: job.text.name, sidecar: await job.text.text() });
    const body = JSON.stringify(announced);
    const { status, said } = await ask(form.dataset.begin, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    if (status === 201) {
      memory.keep(job.file, said.address);
      return { address: said.address, said };
    }
    if (status >= 500 && status !== 507) throw new Error(String(status));
    const refused = status === 401 || status === 403 ? words.wordSignedOut : said.sentence || words.wordCut;
    return { refused, again: status === 507 };
  }

  function count() {
    const bad = refused ? `, ${sum.dataset.wordRefused.replace("BAD", refused)}` : "";
    sum.textContent = all > 1 ? sum.dataset.wordSum.replace("DONE", done).replace("ALL", all) + bad : "";
  }

  /* What the library has a row for stands in its own list from now on, what it refused too while that list is long enough. */
  function finished(job, said) {
    memory.forget(job.file);
    if (said.taken) done += 1;
    if (said.taken || all <= listed) job.shown.item.remove();
    if (!said.taken) refuse(job.shown, said.sentence);
    list.hidden = !list.children.length;
    count();
    tell();
  }

  function tell() {
    telling = telling || setTimeout(() => {
      telling = 0;
      document.body.dispatchEvent(new CustomEvent("uploaded"));
    }, TOLD_EVERY);
  }

  async function send(job) {
    if (!(await isReadable(job.file))) return refuse(job.shown, words.wordUnreadable);
    const start = await begun(job);
    if (start.again) return offerToResume(job, start.refused);
    if (start.refused) return refuse(job.shown, start.refused);
    let { offset } = start.said;
    if (start.said.taken !== undefined) return finished(job, start.said);
    while (!job.stopped) {
      say(job.shown, "is-busy", words.wordSending);
      const { status, said } = await ask(start.address, {
        method: "PATCH",
        body: job.file.slice(offset, offset + PIECE),
        headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) },
      });
      if (status === 200 && said.taken !== undefined) return finished(job, said);
      if (status === 200 || status === 409) {
        offset = said.offset;
      } else if (status === 401 || status === 403) {
        return refuse(job.shown, words.wordSignedOut);
      } else if (status === 507) {
        return offerToResume(job, said.sentence || words.wordCut);
      } else if (status >= 500) {
        throw new Error(String(status));
      } else {
        memory.forget(job.file);
        return refuse(job.shown, said.sentence || words.wordCut);
      }
      job.shown.bar.value = (100 * offset) / job.file.size;
    }
    await ask(start.address, { method: "DELETE" });
    memory.forget(job.file);
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

  /* A text goes with the PDF of its name in its folder. */
  function paired(given) {
    const texts = new Map();
    const papers = given.filter(({ file, path }) => {
      if (!isText(file.name)) return true;
      if (texts.has(stem(path))) refuse(row(file.name), words.wordSecond);
      else texts.set(stem(path), file);
      return false;
    });
    const jobs = papers.map(({ file, path }) => {
      const text = texts.get(stem(path));
      texts.delete(stem(path));
      return { file, text };
    });
    for (const left of texts.values()) refuse(row(left.name), words.wordLone);
    return jobs;
  }

  /* Rows are made some at a time: a thousand at once would hold the page for seconds. */
  async function take(given) {
    all += given.filter(({ file }) => !isText(file.name)).length;
    for (const [place, { file, text }] of paired(given).entries()) {
      if (place && place % ROWS_AT_ONCE === 0) await pause(0);
      const job = { file, text, shown: row(file.name) };
      if (file.size > limit) refuse(job.shown, words.wordBig);
      else if (!file.size) refuse(job.shown, words.wordEmpty);
      else queue(job);
    }
    count();
  }

  /* What cannot be opened is told; it stops no other. */
  async function opened(entry) {
    try {
      return [{ file: await new Promise((done, fail) => { entry.file(done, fail); }), path: entry.fullPath }];
    } catch {
      all += 1;
      refuse(row(entry.name), words.wordUnreadable);
      return [];
    }
  }

  async function inside(folder) {
    const reader = folder.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done) => { reader.readEntries(done, () => done([])); });
      if (!some.length) return found;
      for (const child of some) {
        if (child.isDirectory) found.push(...(await inside(child)));
        else if (isWanted(child.name)) found.push(...(await opened(child)));
      }
    }
  }

  async function entries(item) {
    const entry = item.webkitGetAsEntry && item.webkitGetAsEntry();
    if (entry) return entry.isFile ? opened(entry) : inside(entry);
    const file = item.getAsFile();
    return file ? [{ file, path: file.name }] : [];
  }

  inputs.forEach((input) => input.addEventListener("change", () => {
    const files = [...input.files].filter((file) => !input.webkitdirectory || isWanted(file.name));
    take(files.map((file) => ({ file, path: file.webkitRelativePath || file.name })));
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
