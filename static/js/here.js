// A close is given in Brussels time; where the reader's clock shows another, that is added in the reader's own zone.

const MINUTE = 60000;
const language = document.documentElement.lang || "en";
// Browsers know only the nominative of the Serbian months, and the American order for plain English.
const day = language.startsWith("sr") ? { day: "numeric", month: "numeric", year: "numeric" } : { day: "numeric", month: "long", year: "numeric" };

function shown(moment, zone) {
  const spoken = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(spoken, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(moment);
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const time of document.querySelectorAll("time[data-here]")) {
  const moment = new Date(Date.parse(time.dateTime) - ("hereUntil" in time.dataset ? MINUTE : 0));
  if (zone && !Number.isNaN(moment.getTime()) && shown(moment, zone) !== shown(moment, "Europe/Brussels")) {
    const own = document.createElement("span");
    own.textContent = ` – ${time.dataset.here.replace("{time}", shown(moment, zone)).replace("{zone}", zone.replaceAll("_", " "))}`;
    time.parentElement.append(own);
  }
}
