/* Pictures: reads an ECharts option from the page or from an address and draws it in the colours of the theme.

   ECharts is fetched when the first chart comes near the view. A chart that cannot be drawn stays hidden: its figures
   are in the table beside it. */

const library = document.querySelector("script[data-echarts]").dataset.echarts;
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const drawn = new Map();
let loading = null;

function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = library;
    script.addEventListener("load", () => resolve(window.echarts));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return loading;
}

/* A colour of the theme as the browser resolved it: light-dark() and color-mix() are unknown to a canvas. */
const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);
function colour(name) {
  probe.className = `probe-${name}`;
  return getComputedStyle(probe).color;
}

function clothes() {
  const ink = colour("ink");
  const soft = colour("soft");
  const line = colour("line");
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: soft },
    splitLine: { lineStyle: { color: line } },
    nameTextStyle: { color: soft },
  };
  return {
    color: ["accent", "notice", "good", "warn", "bad", "soft"].map(colour),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    title: { textStyle: { color: ink } },
    legend: { textStyle: { color: ink } },
    categoryAxis: axis,
    valueAxis: axis,
    logAxis: axis,
    timeAxis: axis,
    radar: { axisName: { color: soft }, splitLine: { lineStyle: { color: line } }, splitArea: { show: false } },
    bar: { barMaxWidth: 48 },
    line: { symbolSize: 6 },
    tooltip: { backgroundColor: colour("raised"), borderColor: line, textStyle: { color: ink } },
  };
}

/* "tone:bad" in an option becomes that colour of the theme, so that the server need not know which theme is shown. */
function coloured(value) {
  if (typeof value === "string") return value.startsWith("tone:") ? colour(value.slice(5)) : value;
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, coloured(each)]));
  }
  return value;
}

async function option(place) {
  const here = document.getElementById(place.dataset.chart);
  if (here) return JSON.parse(here.textContent);
  const answer = await fetch(place.dataset.source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function paint(echarts, place, given) {
  drawn.get(place)?.chart.dispose();
  const chart = echarts.init(place, clothes(), { renderer: "canvas" });
  const tooltip = { ...given.tooltip, renderMode: "richText", confine: true };
  chart.setOption({ animation: !calm.matches, aria: { enabled: false }, ...coloured(given), tooltip });
  chart.on("click", ({ data }) => data?.url && window.location.assign(data.url));
  drawn.set(place, { chart, given });
}

async function draw(place) {
  try {
    const [echarts, given] = await Promise.all([load(), option(place)]);
    place.hidden = false;
    paint(echarts, place, given);
    const table = place.closest("figure")?.querySelector("details.chart-table");
    if (table) table.open = false;
  } catch {
    place.hidden = true;
  }
}

function repaint() {
  for (const [place, { given }] of drawn) paint(window.echarts, place, given);
}

const near = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(target.querySelector("[data-chart]"));
    }
  },
  { rootMargin: "200px" },
);
document.querySelectorAll(".chart-figure:has([data-chart])").forEach((figure) => near.observe(figure));
dark.addEventListener("change", repaint);
new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
window.addEventListener("resize", () => drawn.forEach(({ chart }) => chart.resize()));
window.addEventListener("beforeprint", () => {
  for (const table of document.querySelectorAll("details.chart-table")) table.open = true;
});
