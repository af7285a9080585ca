/* Registers and forms where scripts run: tick a whole page, suggestions while typing, fields that send themselves.
   Everything works without this file. */

document.documentElement.classList.add("scripted");

/* --- ticking ------------------------------------------------------------------------------------------------------- */

function rows() {
  return [...document.querySelectorAll("input[name=row][form=bulk]")];
}

function count() {
  const ticked = rows().filter((row) => row.checked).length;
  const all = document.querySelector("[data-tick-all]");
  if (all) {
    all.hidden = false;
    all.checked = ticked > 0 && ticked === rows().length;
    all.indeterminate = ticked > 0 && ticked < rows().length;
  }
  const button = document.querySelector("[data-ticked]");
  if (button) button.disabled = ticked === 0;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    for (const row of rows()) row.checked = event.target.checked;
  }
  if (event.target.matches("[data-tick-all], input[name=row]")) count();
  if (event.target.matches("[data-submits]") && event.target.value) event.target.form.requestSubmit();
});
document.addEventListener("htmx:afterSwap", count);
count();

/* --- one cell in place --------------------------------------------------------------------------------------------- */

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.(".quick-form");
  if (form) form.querySelector("button[type=button]").click();
});
document.addEventListener("htmx:afterSwap", (event) => {
  event.target.querySelector?.(".quick-form select, .quick-form input:not([type=hidden])")?.focus();
});

/* --- suggestions --------------------------------------------------------------------------------------------------- */

/* In a field of several references only the last piece is being typed; the others are carried along. */
function pieces(input) {
  if (!("several" in input.dataset)) return ["", input.value.trim()];
  const cut = Math.max(input.value.lastIndexOf(";"), input.value.lastIndexOf("\n"));
  const before = cut < 0 ? "" : `${input.value.slice(0, cut + 1)} `;
  return [before, input.value.slice(cut + 1).trim()];
}

let lists = 0;
let waiting = 0;
let asked = 0;

function listOf(input) {
  let list = input.list;
  if (!list) {
    list = document.createElement("datalist");
    list.id = `suggestions-${++lists}`;
    document.body.append(list);
    input.setAttribute("list", list.id);
  }
  return list;
}

async function suggest(input) {
  const mine = ++asked;
  const [before, words] = pieces(input);
  const query = new URLSearchParams({ kinds: input.dataset.suggest, q: words });
  try {
    const answer = await fetch(`/suggest/?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || mine !== asked) return;
    const { found } = await answer.json();
    listOf(input).replaceChildren(
      ...found.map(({ value, label }) => {
        const option = document.createElement("option");
        option.value = before + value;
        option.label = `${value} ${label}`;
        return option;
      }),
    );
  } catch {
    /* Without suggestions the reference or the title is typed. */
  }
}

for (const kind of ["input", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const input = event.target.closest?.("input[data-suggest]");
    if (!input) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => suggest(input), kind === "input" ? 150 : 0);
  });
}
