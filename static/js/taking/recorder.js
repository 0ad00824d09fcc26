// Records what a person says: one large button to begin and to end, the time that runs, and hearing it again. Where the
// microphone cannot be used, the page says why, and the phone's own recorder can make a file instead.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITRATE = 24_000; // Bits a second: clear speech, and little of somebody's prepaid data.
const SHORTEST = 700; // Milliseconds under which nobody has said anything.
const LARGEST = 8_000_000; // Bytes of a file.
const TROUBLE = { NotFoundError: "none", NotAllowedError: "refused", SecurityError: "refused" };

let current = null; // One at a time: there is one microphone.

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export class Recorder {
  // `onRecorded` gets a Blob as soon as somebody has said something; `onTrouble` the words to show, or none.
  constructor(box, onRecorded, onTrouble) {
    Object.assign(this, { box, onRecorded, onTrouble });
    this.words = JSON.parse(box.dataset.words);
    this.seconds = Number(box.dataset.seconds);
    this.recorded = box.querySelector("[data-recorded]");
    this.audio = this.recorded.querySelector("audio");
    this.file = box.querySelector("[data-file]");
    this.live = box.querySelector("[data-live]");
    this.build();
    this.file.querySelector("input").addEventListener("change", (event) => this.take(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.end());
    this.show();
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) {
      this.giveUp("none");
    }
  }

  build() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.label = document.createElement("span");
    this.time = document.createElement("span");
    this.time.className = "record-time";
    this.button.append(this.label, this.time);
    this.button.addEventListener("click", () => (this.media ? this.end() : this.begin()));
    this.file.hidden = true;
    this.recorded.before(this.button);
  }

  get isRecorded() {
    return !this.recorded.hidden;
  }

  show() {
    const state = this.media ? "stop" : this.isRecorded ? "again" : "record";
    this.button.className = `btn record-button is-${state} ${this.isRecorded ? "btn-secondary" : "btn-primary"}`;
    this.button.disabled = false;
    this.label.textContent = this.words[state];
    this.time.textContent = this.media ? `${clock(this.passed / 1000)} / ${clock(this.seconds)}` : "";
    this.live.hidden = this.isRecorded || Boolean(this.media);
  }

  get passed() {
    return performance.now() - this.began;
  }

  async begin() {
    await current?.end();
    document.querySelectorAll("audio").forEach((audio) => audio.pause());
    this.onTrouble("");
    this.button.disabled = true;
    this.label.textContent = this.words.ask;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.listenTo(stream);
    } catch (error) {
      this.giveUp(TROUBLE[error.name] ?? "busy");
    }
    this.show();
  }

  listenTo(stream) {
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const media = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITRATE });
    const parts = [];
    media.addEventListener("dataavailable", ({ data }) => parts.push(data));
    this.ended = new Promise((resolve) => {
      media.addEventListener("stop", async () => {
        stream.getTracks().forEach((track) => track.stop());
        await this.finish(new Blob(parts, { type: media.mimeType }));
        resolve();
      });
    });
    media.start();
    Object.assign(this, { media, began: performance.now() });
    current = this;
    this.timer = setInterval(() => (this.passed >= 1000 * this.seconds ? this.end() : this.show()), 250);
  }

  // Resolves when what was said is handed on.
  end() {
    if (this.media?.state === "recording") {
      this.length = this.passed;
      this.media.stop();
    }
    return this.ended;
  }

  async finish(blob) {
    const length = this.length ?? this.passed;
    clearInterval(this.timer);
    Object.assign(this, { media: null, length: null });
    current = null;
    if (length < SHORTEST || blob.size === 0) {
      this.onTrouble(this.words.short);
      this.show();
    } else {
      this.put(blob);
      await this.onRecorded(blob);
    }
  }

  // A file that the phone's own recorder made.
  take(event) {
    event.stopPropagation();
    const [file] = event.target.files;
    event.target.value = "";
    if (file && file.size > LARGEST) {
      this.onTrouble(this.words.large);
    } else if (file) {
      this.onTrouble("");
      this.put(file);
      this.onRecorded(file);
    }
  }

  put(blob) {
    if (this.address) {
      URL.revokeObjectURL(this.address);
    }
    this.address = URL.createObjectURL(blob);
    this.audio.src = this.address;
    this.recorded.hidden = false;
    this.live.querySelector("input").checked = false;
    this.show();
  }

  // What was said could not be taken.
  drop() {
    this.recorded.hidden = true;
    this.audio.removeAttribute("src");
    this.show();
  }

  giveUp(why) {
    this.onTrouble(this.words[why]);
    this.file.hidden = false;
    this.button.hidden = why === "none";
  }
}
