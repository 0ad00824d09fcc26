// The weekly pattern: shows only the lines in use, and adds one that continues the line before it.
const pattern = document.querySelector("[data-pattern]");
const button = document.querySelector("[data-pattern-add]");
const lines = [...pattern.querySelectorAll(".slot")];
const fieldsOf = (line) => [...line.querySelectorAll("select, input")];
const inUse = (line) => {
  const [weekday, startsAt] = fieldsOf(line);
  return Boolean(weekday.value || startsAt.value || line.querySelector(".field-error"));
};

const last = lines.findLastIndex(inUse);
lines.forEach((line, index) => {
  line.hidden = index > Math.max(last, 0);
});

const offer = () => {
  button.hidden = !lines.some((line) => line.hidden);
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

offer();
