/* The keyboard: `/` and Ctrl-K open the palette, Escape closes menus. Without this file the search form does the work. */

const palette = document.getElementById("palette");

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

if (palette?.showModal) {
  const input = palette.querySelector("input");
  const list = palette.querySelector("[role=listbox]");
  const none = palette.querySelector("[role=status]");
  let asked = 0;
  let waiting = 0;
  let chosen = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(index) {
    const all = options();
    chosen = all.length ? (index + all.length) % all.length : -1;
    all.forEach((each, at) => each.setAttribute("aria-selected", String(at === chosen)));
    const now = all[chosen];
    if (now) {
      input.setAttribute("aria-activedescendant", now.id);
      now.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function draw(found) {
    list.replaceChildren(
      ...found.map(({ label, hint, url }, at) => {
        const option = document.createElement("li");
        option.id = `palette-option-${at}`;
        option.setAttribute("role", "option");
        option.dataset.url = url;
        const words = document.createElement("span");
        words.textContent = label;
        const quiet = document.createElement("span");
        quiet.className = "palette-hint";
        quiet.textContent = hint ?? "";
        option.append(words, quiet);
        return option;
      }),
    );
    none.textContent = found.length ? "" : "Nothing found. Try a reference such as R-7, or fewer words.";
    choose(0);
  }

  async function ask() {
    const mine = ++asked;
    try {
      const address = `${palette.dataset.source}?q=${encodeURIComponent(input.value)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (mine === asked) draw(found);
    } catch {
      if (mine !== asked) return;
      list.replaceChildren();
      none.textContent = "The search does not answer. Reload the page; you may have to sign in again.";
    }
  }

  function open(words) {
    if (palette.open) return;
    palette.showModal();
    input.value = words;
    input.focus();
    ask();
  }

  const go = (option) => option && window.location.assign(option.dataset.url);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !ctrlK) return;
    event.preventDefault();
    open("");
  });

  input.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, 120);
  });

  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen + step);
    else if (event.key === "Enter") go(options()[chosen]);
    else return;
    event.preventDefault();
  });

  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  palette.addEventListener("click", (event) => event.target === palette && palette.close());
}
