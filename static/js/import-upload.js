// Says that a list is on its way, and that a file is too large before it is sent in vain.
const form = document.querySelector("form[data-upload]");
const sending = form.querySelector("[data-sending]");
const refusal = form.querySelector("[data-refusal]");
const words = sending.querySelector("[role=status]");

form.addEventListener("submit", (event) => {
  const [file] = form.elements.file.files;
  const tooLarge = file && file.size > Number(form.dataset.limit);
  refusal.hidden = !tooLarge;
  refusal.textContent = tooLarge ? form.dataset.tooLarge : "";
  if (tooLarge || !sending.hidden) {
    event.preventDefault(); // A second press sends the list no second time.
    return;
  }
  sending.hidden = false;
  words.textContent = form.querySelector("[data-sending-words]").content.textContent;
});

// Whoever comes back to this page by the browser's button can send it again.
window.addEventListener("pageshow", () => {
  sending.hidden = true;
  words.textContent = "";
});
