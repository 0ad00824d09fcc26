// Copies what stands in a field: <button data-copy="id of the field" data-done="Copied" hidden>. Without
// JavaScript, or where the browser forbids it, the button stays hidden and the field is copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener("focus", () => field.select());
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
    document.querySelector("[data-copy-said]").textContent = button.dataset.done;
  });
}
