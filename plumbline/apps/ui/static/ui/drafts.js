/* Nothing typed is lost: a form marked data-draft="key" is kept in this browser until the server has taken it.

   The server says that it has taken a form by a message of success, or by another page than the same form again; a
   page to sign in, or one that says what is wrong, keeps the draft. Where the form itself comes back with what is wrong,
   it holds what was typed, so nothing is offered.
   A draft is offered only where it differs from what the page shows, and the person says whether to keep it. It
   belongs to one person in one organisation, outlives a session that ran out, and is forgotten by signing out. */

const ALL = "plumbline-draft:";
const PREFIX = `${ALL}${document.body.dataset.draftsOf ?? ""}:`;
const SENT = "plumbline-draft-sent";
const KEPT_FOR = 30 * 24 * 3600 * 1000;

const kept = (control) =>
  control.name && !control.disabled && !["hidden", "password", "file", "submit", "button"].includes(control.type);

function read(form) {
  const values = {};
  for (const control of form.elements) {
    if (!kept(control)) continue;
    const held = (values[control.name] ??= []);
    if (control.type === "checkbox" || control.type === "radio") held.push(control.checked ? control.value : null);
    else if (control.multiple) held.push([...control.selectedOptions].map((option) => option.value));
    else held.push(control.value);
  }
  return values;
}

function write(form, values) {
  const at = {};
  for (const control of form.elements) {
    if (!kept(control) || !(control.name in values)) continue;
    const held = values[control.name][(at[control.name] = (at[control.name] ?? -1) + 1)];
    if (held === undefined) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = held !== null;
    else if (control.multiple) for (const option of control.options) option.selected = held.includes(option.value);
    else control.value = held;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const storage = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  },
  set(key, values) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values }));
    } catch {
      /* A browser that keeps nothing still sends the form. */
    }
  },
  drop: (key) => localStorage.removeItem(PREFIX + key),
};

function bar(form, at, shown, draft) {
  const line = document.createElement("div");
  line.className = "note note-notice draft-bar";
  line.setAttribute("role", "status");
  const words = document.createElement("p");
  const when = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  words.textContent = `Draft restored from ${when}. It is not saved yet.`;
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "btn btn-sm";
  discard.textContent = "Discard draft";
  discard.addEventListener("click", () => {
    write(form, shown);
    storage.drop(form.dataset.draft);
    line.remove();
  });
  line.append(words, discard);
  form.prepend(line);
  write(form, draft);
}

function keep(form, returned) {
  const key = form.dataset.draft;
  const shown = read(form);
  const draft = storage.get(key);
  const typed = Object.fromEntries(Object.entries(draft?.values ?? {}).filter(([name]) => name in shown));
  if (key !== returned && draft && Date.now() - draft.at < KEPT_FOR && JSON.stringify({ ...shown, ...typed }) !== JSON.stringify(shown)) {
    bar(form, draft.at, shown, typed);
  }
  let waiting = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => storage.set(key, read(form)), 300);
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(waiting);
    storage.set(key, read(form));
    sessionStorage.setItem(SENT, JSON.stringify({ key, at: Date.now() }));
  });
}

function settle(forms) {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
  if (!sent) return "";
  const again = forms.some((form) => form.dataset.draft === sent.key);
  const refused = document.querySelector("main [role=alert], .bare-card");
  const taken = document.querySelector(".message-success");
  if (taken || !(refused || again)) storage.drop(sent.key);
  sessionStorage.removeItem(SENT);
  return again && refused ? sent.key : "";
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(ALL)) localStorage.removeItem(key);
});

const forms = [...document.querySelectorAll("form[data-draft]")];
const returned = settle(forms);
for (const form of forms) keep(form, returned);
