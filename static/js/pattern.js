// The weekly pattern: shows only the lines in use, adds one that continues the line before it, and fills them
// with a usual pattern. Without JavaScript all lines are there, and the server fills them.
const pattern = document.querySelector("[data-pattern]");
const button = document.querySelector("[data-pattern-add]");
const lines = [...pattern.querySelectorAll(".slot")];
const fieldsOf = (line) => [...line.querySelectorAll("select, input")];
const inUse = (line) => {
  const [weekday, startsAt] = fieldsOf(line);
  return Boolean(weekday.value || startsAt.value || line.querySelector(".field-error"));
};

const offer = () => {
  button.hidden = !lines.some((line) => line.hidden);
};

const showUsed = () => {
  const last = lines.findLastIndex(inUse);
  lines.forEach((line, index) => {
    line.hidden = index > Math.max(last, 0);
  });
  offer();
};

button.addEventListener("click", () => {
  const next = lines.find((line) => line.hidden);
  const [day, time, hours] = fieldsOf(lines[lines.indexOf(next) - 1]);
  const [nextDay, nextTime, nextHours] = fieldsOf(next);
  next.hidden = false;
  // Most cohorts meet on several days at one time.
  if (day.value && time.value) {
    nextDay.value = String((Number(day.value) + 1) % 7);
    nextTime.value = time.value;
    nextHours.value = hours.value;
  }
  nextDay.focus();
  offer();
});

const usual = document.querySelector("[data-pattern-usual]");
if (usual) {
  const fill = document.querySelector("[data-pattern-fill]");
  fill.hidden = false;
  fill.addEventListener("click", () => {
    const chosen = usual.selectedOptions[0].dataset.lines;
    if (!chosen) {
      usual.focus();
      return;
    }
    const written = JSON.parse(chosen);
    lines.forEach((line, index) => {
      line.querySelectorAll(".field-error").forEach((error) => error.remove());
      line.querySelectorAll(".has-error").forEach((field) => field.classList.remove("has-error"));
      const [day, time, hours] = fieldsOf(line);
      [day.value, time.value, hours.value] = written[index] ?? ["", "", hours.defaultValue];
    });
    // What is sent is what stands in the lines, also when somebody mends one of them.
    usual.value = "";
    showUsed();
    fieldsOf(lines[0])[0].focus();
  });
}

showUsed();
