// Everything works without this: it shows times in the reader's zone, and follows Airflow's light or dark theme.
for (const time of document.querySelectorAll("time[datetime]")) {
  time.textContent = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
// Airflow shows the panel in a frame that may not lead its parent anywhere: the parent follows the link itself.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[target=_top]");
  if (!link || window.parent === window || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const followed = window.parent.document.createElement("a");
  followed.href = link.href;
  window.parent.document.body.append(followed);
  followed.click();
  followed.remove();
});
try {
  const airflow = window.parent.document.documentElement;
  const follow = () => {
    const theme = airflow.classList.contains("dark") ? "dark" : airflow.classList.contains("light") ? "light" : null;
    if (theme) document.documentElement.dataset.theme = theme;
  };
  if (window.parent !== window) {
    follow();
    new MutationObserver(follow).observe(airflow, { attributes: true, attributeFilter: ["class"] });
  }
} catch { /* shown by another site's frame: the system's own theme then */ }
