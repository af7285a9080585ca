/* Long work: asks how far it is, says so, and goes to its result. With scripts off, reloading the page says the same. */

const PAUSE = 1000;
const LONGEST = 10000;

async function follow(job) {
  const bar = job.querySelector("progress");
  const words = job.querySelector("[role=status]");
  let pause = PAUSE;
  for (;;) {
    await new Promise((resolve) => window.setTimeout(resolve, pause));
    try {
      const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      pause = PAUSE;
      if (now.total) {
        bar.max = now.total;
        bar.value = now.done;
      }
      const counted = now.total ? `${now.done} of ${now.total} ${now.unit ?? ""}`.trim() : "";
      words.textContent = [counted, now.words].filter(Boolean).join(". ");
      if (now.state === "done" && now.url) window.location.assign(now.url);
      if (now.state === "done" || now.state === "failed") {
        job.classList.add(now.state === "done" ? "note-good" : "note-bad");
        return;
      }
    } catch {
      pause = Math.min(pause * 2, LONGEST);
      words.textContent = "The server does not answer just now; the work goes on. Asking again.";
    }
  }
}

document.querySelectorAll("[data-job]").forEach(follow);
