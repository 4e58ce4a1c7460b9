// A page that shows how far some work is: its sentence and bar follow by themselves, and at the end the page is read anew.
const place = document.querySelector("[data-progress]");
const pause = 1000;

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return setTimeout(look, 5 * pause);
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  if (!now) return location.reload();
  place.querySelector("p").textContent = now.querySelector("p").textContent;
  place.querySelector("progress").value = now.querySelector("progress").value;
  setTimeout(look, pause);
}

if (place) setTimeout(look, pause);
