// The page "Ask": what is typed stays in this window until it is sent, and photos go with a bar that shows how far they are.
// Without this file the form works as well: the browser sends it, and the server gives back what was typed.

const DRAFT = "ask-draft";
const HOUR = 3600 * 1000;
// Where it may lie, and how long. On the device only for who ticks that: in a library somebody else sits there next.
const DEVICE = { storage: "localStorage", lasts: 7 * 24 * HOUR };
const WINDOW = { storage: "sessionStorage", lasts: 12 * HOUR };
const NEVER_KEPT = new Set(["csrf_token", "whole", "website", "photos"]);
const MB = 1000 * 1000;

// ---- the draft ----

// Storage can be full, or closed by the reader; then there is simply no draft.
const within = (place, act) => {
  try {
    return act(window[place.storage]);
  } catch {
    return null;
  }
};

const forgetIn = (place) => within(place, (storage) => storage.removeItem(DRAFT));

const forget = () => {
  forgetIn(DEVICE);
  forgetIn(WINDOW);
};

const keepHere = () => document.getElementById("keep-here");

let waiting = 0; // for a pause in typing

const keep = (form) => {
  clearTimeout(waiting);
  waiting = 0;
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !NEVER_KEPT.has(name)) (fields[name] ??= []).push(value);
  }
  const [place, other] = keepHere().checked ? [DEVICE, WINDOW] : [WINDOW, DEVICE];
  within(place, (storage) => storage.setItem(DRAFT, JSON.stringify({ at: Date.now(), fields })));
  forgetIn(other);
};

const keptIn = (place) => {
  const draft = within(place, (storage) => JSON.parse(storage.getItem(DRAFT)));
  if (draft && Date.now() - draft.at < place.lasts) return draft.fields;
  forgetIn(place);
  return null;
};

// With the key of the form before: what did arrive, though we never heard so, is not asked twice.
const fillIn = (form, fields) => {
  for (const field of form.elements) {
    if (!field.name || NEVER_KEPT.has(field.name)) continue;
    const values = fields[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length && field.type !== "file") field.value = values[0];
  }
  for (const more of form.querySelectorAll("details")) {
    more.open ||= [...more.querySelectorAll("input, textarea")].some((field) => field.value && field.type !== "file");
  }
};

const keepDraft = (form) => {
  const line = document.getElementById("draft");
  const onDevice = keptIn(DEVICE);
  const fields = onDevice ?? keptIn(WINDOW);
  keepHere().checked = onDevice !== null;
  if (fields?.text?.[0] && !form.elements.text.value && !document.querySelector(".lms-summary")) {
    fillIn(form, fields);
    line.hidden = false;
  }
  line.querySelector("button").addEventListener("click", () => {
    forget();
    clearTimeout(waiting);
    waiting = 0;
    form.reset();
    line.hidden = true;
    form.elements.text.focus();
  });
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(form), 300);
  });
  document.getElementById("draft-kept").hidden = false;
};

// ---- the photos ----

// A telephone gives one photo at a time: who chooses again adds to what was chosen. Each can be taken off.
const listPhotos = (input) => {
  const list = document.getElementById("chosen");
  const said = document.getElementById("photos-said");
  const room = Number(input.dataset.most);
  let chosen = [];

  const show = () => {
    const inside = new DataTransfer();
    for (const file of chosen) inside.items.add(file);
    input.files = inside.files;
    list.replaceChildren(...chosen.map(rowOf));
    list.hidden = !chosen.length;
  };
  const rowOf = (file) => {
    const row = document.getElementById("chosen-file").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    const off = row.querySelector("button");
    off.setAttribute("aria-label", `${off.textContent}: ${file.name}`);
    off.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      said.textContent = "";
      show();
      input.focus();
    });
    return row;
  };
  const add = (files) => {
    const isNew = (file) => !chosen.some((other) => other.name === file.name && other.size === file.size);
    const fitting = files.filter((file) => isNew(file) && file.size <= Number(input.dataset.largest));
    const faults = [];
    if (files.some((file) => file.size > Number(input.dataset.largest))) faults.push(said.dataset.tooLarge);
    if (chosen.length + fitting.length > room) faults.push(said.dataset.tooMany);
    said.textContent = faults.join(" ");
    chosen = [...chosen, ...fitting].slice(0, room);
    show();
  };
  input.addEventListener("change", () => add([...input.files]));
  input.form.addEventListener("reset", () => setTimeout(() => add([...input.files])));
  return add;
};

// ---- sending with a bar ----

const sendWithBar = (form) => {
  const place = document.getElementById("sending");
  const [words, numbers, bar] = place.children;
  let isSending = false;
  let isPlain = false; // after a failure the browser sends it by itself

  const stop = (sentence) => {
    isSending = false;
    isPlain = true;
    words.textContent = sentence;
    bar.hidden = numbers.hidden = true;
  };
  const answered = (request, files) => {
    if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
      window.location.assign(request.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main?.querySelector("#ask-form")) {
      stop(words.dataset.lost);
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    begin(files);
    main.querySelector(".lms-summary")?.focus();
    if (!main.querySelector(".lms-summary")) window.scrollTo(0, 0);
  };

  form.addEventListener("submit", (event) => {
    keep(form);
    const files = [...form.elements.photos.files];
    if (isPlain || !files.length || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    place.hidden = false;
    bar.hidden = numbers.hidden = false;
    words.textContent = words.dataset.busy;
    const data = new FormData(form, event.submitter);
    data.append("photos_kept", "yes");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = total ? loaded / total : 0;
      const inMB = (bytes) => (bytes / MB).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
      numbers.textContent = numbers.dataset.said.replace("{sent}", inMB(loaded)).replace("{all}", inMB(total));
    });
    request.addEventListener("load", () => answered(request, files));
    for (const failure of ["error", "timeout", "abort"]) {
      request.addEventListener(failure, () => stop(words.dataset.lost));
    }
    request.open("POST", form.action);
    request.send(data);
  });
};

const begin = (files = []) => {
  const form = document.getElementById("ask-form");
  if (!form) return;
  keepDraft(form);
  listPhotos(form.elements.photos)(files);
  sendWithBar(form);
};

window.addEventListener("pagehide", () => {
  if (waiting) keep(document.getElementById("ask-form"));
});
if (document.querySelector("[data-asked]")) forget();
begin();
