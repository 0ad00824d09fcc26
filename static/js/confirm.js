// Asks before a dangerous act: <form data-confirm="…"> or a submit button with data-confirm="…".
// Without JavaScript the act goes ahead, so the server's own page must say how to undo it.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
});
