// Fetches a page and puts one part of it in the place of the same part of this page.

export async function replacePart(address, selector, options) {
  const response = await fetch(address, { credentials: "same-origin", ...options });
  if (!response.ok) {
    throw new Error(`The server answered ${response.status}.`);
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const part = page.querySelector(selector);
  if (!part) {
    throw new Error(`The page has no ${selector}.`);
  }
  document.querySelector(selector).replaceWith(part);
  return part;
}
