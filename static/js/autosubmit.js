// A <select data-autosubmit> sends its form when it changes; the button for those without JavaScript
// carries data-autosubmit-fallback and is hidden here.
for (const control of document.querySelectorAll("[data-autosubmit]")) {
  control.addEventListener("change", () => control.form.requestSubmit());
  for (const button of control.form.querySelectorAll("[data-autosubmit-fallback]")) {
    button.hidden = true;
  }
}
