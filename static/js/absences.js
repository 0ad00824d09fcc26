// Whoever taps the telephone comes back to ask for what came of the call: its taps are open by then.
for (const link of document.querySelectorAll("[data-calls]")) {
  link.addEventListener("click", () => {
    link.closest("article").querySelector("details").open = true;
  });
}
