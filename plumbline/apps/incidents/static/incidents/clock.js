/* The clock of an incident goes on while the page is open. Without this the times are those of when the page was made. */

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

function spoken(seconds) {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (days) return `${days} day${days > 1 ? "s" : ""}${hours ? ` ${hours} h` : ""}`;
  if (hours) return `${hours} h${minutes ? ` ${minutes} min` : ""}`;
  return minutes ? `${minutes} min` : "under a minute";
}

function tell() {
  for (const each of document.querySelectorAll("[data-until]")) {
    const left = (Date.parse(each.dataset.until) - Date.now()) / 1000;
    each.textContent = `${spoken(Math.abs(left))} ${left < 0 ? "over" : "left"}`;
  }
  for (const each of document.querySelectorAll("[data-since]")) {
    each.textContent = spoken(Math.max(0, (Date.now() - Date.parse(each.dataset.since)) / 1000));
  }
}

/* A past day stands still: its page counts to the end of that day. */
if (!document.body.classList.contains("is-past")) window.setInterval(tell, 30000);
