// One large button in place of the browser's own player: press to listen, press to listen again.
export function listenWith(box) {
  const audio = box.querySelector("audio");
  const button = document.createElement("button");
  const words = document.createElement("span");
  const bar = document.createElement("span");
  const played = document.createElement("i");
  const say = (text) => {
    words.textContent = text;
  };

  button.type = "button";
  button.className = "btn btn-secondary listen-button";
  bar.className = "bar";
  bar.append(played);
  button.append(words, bar);
  say(box.dataset.listen);
  audio.hidden = true;
  box.prepend(button);

  button.addEventListener("click", () => {
    if (audio.error) {
      audio.load();
    }
    audio.currentTime = 0;
    audio.play().catch(() => {
      // What went wrong is said by the error event; a press that interrupts another is no error.
    });
  });
  audio.addEventListener("playing", () => say(box.dataset.playing));
  audio.addEventListener("timeupdate", () => {
    played.style.inlineSize = `${(100 * audio.currentTime) / audio.duration || 0}%`;
  });
  audio.addEventListener("ended", () => say(box.dataset.again));
  // Another sound has come in its place.
  audio.addEventListener("emptied", () => say(box.dataset.listen));
  audio.addEventListener("error", () => say(box.dataset.failed));
}
