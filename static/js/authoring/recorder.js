// Recording in the browser: what was said goes to the server at once, which makes of it what learners will hear.
// A chosen file goes the same way.
const TICK = 200; // Milliseconds between two steps of the bar.

export function recordFor(form, swap) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const box = () => part("recording");
  const bar = () => box().querySelector("progress");
  const say = (text) => {
    part("said").textContent = text;
  };
  let recorder = null;
  let unsent = null;

  const show = (recording) => {
    part("record").hidden = recording;
    part("stop").hidden = !recording;
    bar().hidden = !recording;
  };

  function upload(blob) {
    const fields = new FormData();
    fields.set("csrf_token", form.elements.csrf_token.value);
    fields.set("file", blob, "recording");
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", box().dataset.recording);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.onprogress = ({ loaded, total }) => {
        bar().value = (100 * loaded) / total;
      };
      request.onload = () => resolve(request);
      request.onerror = reject;
      request.send(fields);
    });
  }

  async function send(blob) {
    const words = { ...box().dataset };
    unsent = blob;
    part("resend").hidden = true;
    if (blob.size > Number(words.limit)) {
      say(words.tooBig);
      return;
    }
    say(words.sending);
    bar().hidden = false;
    let answer = null;
    try {
      answer = await upload(blob);
    } catch {
      // Said below: there is no answer.
    }
    bar().hidden = true;
    if (answer?.status === 200 && answer.response) {
      unsent = null;
      form.elements.sound.value = answer.response.digest;
      form.elements.spoken.value = "";
      form.dispatchEvent(new Event("change"));
      await swap("show");
      say(words.kept);
    } else if (answer?.status === 413) {
      say(words.tooBig);
    } else if (answer?.status === 422 && answer.response) {
      say(answer.response.message);
    } else {
      say(words.failed);
      part("resend").hidden = false;
    }
  }

  async function record() {
    const words = { ...box().dataset };
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      say(words.noMicrophone);
      return;
    }
    const pieces = [];
    const begun = Date.now();
    recorder = new MediaRecorder(stream);
    const timer = setInterval(() => {
      const seconds = (Date.now() - begun) / 1000;
      bar().value = (100 * seconds) / words.longest;
      say(words.recordingNow.replace("{seconds}", Math.floor(seconds)).replace("{longest}", words.longest));
      // The server counts too: what is a moment longer would be refused.
      if (seconds > words.longest - 0.5) {
        stop();
      }
    }, TICK);
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
      show(false);
      send(new Blob(pieces, { type: recorder.mimeType }));
    };
    recorder.start();
    show(true);
    part("stop").focus();
  }

  const stop = () => {
    if (recorder?.state === "recording") {
      recorder.stop();
    }
  };

  form.addEventListener("click", (event) => {
    for (const [name, act] of Object.entries({ record, stop, resend: () => send(unsent) })) {
      if (event.target.closest(`[data-${name}]`)) {
        act();
      }
    }
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) {
      send(event.target.files[0]);
    }
  });

  return {
    prepare() {
      part("record").hidden = !(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
      part("take").hidden = true;
    },
  };
}
