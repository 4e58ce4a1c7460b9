// Small helps on top of pages that work without them.

// After a form came back: the summary takes focus. The autofocus attribute does it too, but not when the address has a #part.
document.querySelector(".lms-summary")?.focus();

// Escape closes the menu and gives the focus back to its button.
const menu = document.querySelector(".lms-menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Above a queue: how many rows are ticked.
for (const place of document.querySelectorAll("[data-chosen]")) {
  const form = place.closest("form");
  const tell = () => {
    const ticked = form.querySelectorAll("[data-row-tick]:checked").length;
    place.textContent = ticked ? `: ${ticked}` : "";
  };
  form?.addEventListener("change", tell);
  if (form) tell();
}
