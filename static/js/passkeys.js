// <div data-passkey="enter|show|add" data-challenge="address" hidden> with a button, within a form that has a hidden field `passkey`: asks the
// device for a passkey and puts its answer there. With data-send the form is sent at once. Without this file one types a code.

const decoded = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const encoded = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list || []).map((one) => ({ ...one, id: decoded(one.id) }));

async function asked(purpose, options) {
  const publicKey = { ...options, challenge: decoded(options.challenge) };
  if (purpose === "add") {
    publicKey.user = { ...options.user, id: decoded(options.user.id) };
    publicKey.excludeCredentials = named(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = named(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function written({ id, rawId, type, response, authenticatorAttachment }) {
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) {
      parts[name] = encoded(response[name]);
    }
  }
  return JSON.stringify({ id, rawId: encoded(rawId), type, authenticatorAttachment, clientExtensionResults: {}, response: parts });
}

for (const place of document.querySelectorAll("[data-passkey]")) {
  const form = place.closest("form");
  const status = place.querySelector("[role=status]");
  const button = place.querySelector("button");
  if (!window.PublicKeyCredential || !form) {
    continue;
  }
  place.hidden = false;
  if (location.origin !== place.dataset.site) {
    const link = document.createElement("a");
    link.href = link.textContent = place.dataset.site + location.pathname + location.search;
    status.replaceChildren(place.dataset.elsewhere, " ", link);
    button.hidden = true;
    continue;
  }
  button.addEventListener("click", async () => {
    const { passkey, challenge } = place.dataset;
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("purpose", passkey);
    status.textContent = place.dataset.waiting;
    let options;
    try {
      const answer = await fetch(challenge, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
      options = answer.ok ? await answer.json() : null;
    } catch {
      options = null;
    }
    if (!options) {
      status.textContent = place.dataset.failed;
      return;
    }
    try {
      form.elements.passkey.value = written(await asked(passkey, options));
    } catch {
      status.textContent = place.dataset.givenUp;
      return;
    }
    if ("send" in place.dataset) {
      form.requestSubmit();
    } else {
      status.textContent = place.dataset.shown;
    }
  });
}
