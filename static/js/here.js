// A close is given in Brussels time; where the reader's clock shows another, that is added in the reader's own zone.

const MINUTE = 60000;

function shown(moment, zone) {
  const language = document.documentElement.lang || "en";
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: zone }).format(moment);
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const time of document.querySelectorAll("time[data-here]")) {
  const moment = new Date(Date.parse(time.dateTime) - ("hereUntil" in time.dataset ? MINUTE : 0));
  if (zone && !Number.isNaN(moment.getTime()) && shown(moment, zone) !== shown(moment, "Europe/Brussels")) {
    const own = document.createElement("span");
    own.className = "here";
    own.textContent = ` – ${time.dataset.here.replace("{time}", shown(moment, zone)).replace("{zone}", zone.replaceAll("_", " "))}`;
    time.parentElement.append(own);
  }
}
