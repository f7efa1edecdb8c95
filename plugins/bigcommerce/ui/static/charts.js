// Draws each canvas[data-table] from the table of that id, which is there without this too.
const LINES = [
  { pointStyle: "circle", borderDash: [] }, { pointStyle: "rect", borderDash: [6, 3] },
  { pointStyle: "triangle", borderDash: [2, 3] }, { pointStyle: "rectRot", borderDash: [9, 3, 2, 3] },
  { pointStyle: "cross", borderDash: [4, 2] }, { pointStyle: "star", borderDash: [1, 2] },
  { pointStyle: "crossRot", borderDash: [12, 4] },
];
const charts = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function numbersOf(table) {
  const rows = [...table.tBodies[0].rows];
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    datasets: [...table.tHead.rows[0].cells].slice(1).map((head, index) => ({
      label: head.textContent.trim(),
      data: rows.map((row) => Number(row.cells[index + 1].dataset.value)),
      ...LINES[index % LINES.length],
      borderWidth: 2, pointRadius: 3, tension: 0,
    })),
  };
}

function paint(chart) {
  const text = colour("--pico-color"), grid = colour("--pico-muted-border-color");
  chart.data.datasets.forEach((line, index) => {
    const own = colour(`--chart-${index + 1}`);
    Object.assign(line, { borderColor: own, backgroundColor: own, pointBorderColor: own, pointBackgroundColor: own });
  });
  for (const axis of Object.values(chart.options.scales)) {
    axis.ticks.color = text;
    axis.grid.color = grid;
  }
  chart.options.plugins.legend.labels.color = text;
  chart.update("none");
}

for (const canvas of document.querySelectorAll("canvas[data-table]")) {
  const chart = new Chart(canvas, {
    type: "line",
    data: numbersOf(document.getElementById(canvas.dataset.table)),
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: "index", intersect: false },
      plugins: { colors: { enabled: false }, legend: { position: "bottom", labels: { usePointStyle: true } } },
      scales: {
        x: { ticks: { maxRotation: 0, autoSkip: true, maxTicksLimit: 6 }, grid: { display: false } },
        y: { beginAtZero: true, ticks: { precision: 0 }, grid: {} },
      },
    },
  });
  charts.push(chart);
  paint(chart);
}

const repaint = () => charts.forEach(paint);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
