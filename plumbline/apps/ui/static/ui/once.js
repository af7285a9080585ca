/* A form is sent once: its buttons rest after the first submit, and wake when the page is shown again, or after a
   while where the answer was a file and the page stayed. */

const RESTING = "data-resting";
const LONG_ENOUGH = 20000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  if (form.hasAttribute(RESTING)) {
    event.preventDefault();
    return;
  }
  form.setAttribute(RESTING, "");
  /* After the browser has collected the values, so that the button pressed is among them. */
  window.setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
      if (!button.disabled) {
        button.disabled = true;
        button.setAttribute(RESTING, "");
      }
    }
  });
  window.setTimeout(() => {
    form.removeAttribute(RESTING);
    wake(form);
  }, LONG_ENOUGH);
});

function wake(within) {
  for (const each of within.querySelectorAll(`[${RESTING}]`)) {
    each.removeAttribute(RESTING);
    each.disabled = false;
  }
}

window.addEventListener("pageshow", () => wake(document));
document.addEventListener("htmx:afterRequest", (event) => {
  event.target.removeAttribute?.(RESTING);
  wake(event.target);
});

/* An answer that htmx cannot show is said, not swallowed. */
function say(words) {
  const place = document.getElementById("messages");
  if (!place) return;
  const line = document.createElement("div");
  line.className = "message message-error";
  const text = document.createElement("p");
  text.textContent = words;
  line.append(text);
  place.prepend(line);
}

document.addEventListener("htmx:responseError", () => say("The server refused this. Reload the page and try again."));
document.addEventListener("htmx:sendError", () => say("The server does not answer. Check the connection, then try again."));
