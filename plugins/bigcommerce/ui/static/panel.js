// Everything works without this: it shows times in the reader's zone, and follows Airflow's light or dark theme.
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
// A run's progress is read anew in its place: only the parts that changed, so that neither focus nor scrolling is lost.
const waiting = document.querySelector("[data-look-again]");
const parts = (root) => new Map([...root.querySelectorAll("[id]")].map((part) => [part.id, part.innerHTML]));
let seen = waiting && parts(waiting);
const localTimes = () => {
  for (const time of document.querySelectorAll("time[datetime]")) {
    time.textContent = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  }
};
const lookAgain = async () => {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(waiting.id);
    if (!answer.ok || !page) return location.reload();
    const now = parts(page);
    for (const [id, html] of now) if (seen.get(id) !== html) document.getElementById(id).innerHTML = html;
    seen = now;
    localTimes();
    if (!page.dataset.lookAgain) return;
  } catch { /* the next look may succeed */ }
  setTimeout(lookAgain, 1000 * waiting.dataset.lookAgain);
};
localTimes();
if (waiting) setTimeout(lookAgain, 1000 * waiting.dataset.lookAgain);
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
