// Below the text somebody types: public questions that are like it. A help only: it never waits, moves focus or blocks,
// and where anything goes wrong the place stays empty.

const LEAST_TYPED = 20;
const PAUSE_MS = 600;

for (const place of document.querySelectorAll("[data-similar]")) {
  const field = document.getElementById(place.dataset.similarOf);
  const cards = place.querySelector("[data-similar-cards]");
  const said = place.querySelector("[data-similar-said]");
  let timer, asking, shown = "";

  const show = (html) => {
    if (html === shown || cards.contains(document.activeElement)) return; // nobody's card goes away under their finger
    shown = html;
    cards.innerHTML = html;
    said.textContent = cards.querySelector("[data-said]")?.dataset.said ?? "";
  };

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const text = field.value.trim();
    if (text.length < LEAST_TYPED) return show("");
    try {
      const answer = await fetch(place.dataset.similar, {
        method: "POST",
        body: new URLSearchParams({ text }),
        signal: asking.signal,
      });
      show(answer.status === 200 ? await answer.text() : "");
    } catch {
      // Another letter was typed, or we are offline: the form works without this.
    }
  };

  field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  if (field?.value) look();
}
