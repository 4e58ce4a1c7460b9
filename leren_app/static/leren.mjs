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

// Above a queue: how many rows are ticked. A tick may stand outside its form, so the whole page is listened to.
for (const place of document.querySelectorAll("[data-chosen]")) {
  const form = place.closest("form");
  const tell = () => {
    const ticked = [...form.elements].filter((e) => e.matches("[data-row-tick]:checked")).length;
    place.textContent = ticked ? `: ${ticked}` : "";
  };
  if (form) {
    document.addEventListener("change", tell);
    tell();
  }
}
