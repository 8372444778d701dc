// Saves the words of a form on the server while they are written (data-keep), one answer after the other. Whatever goes wrong is said, and
// the words stay in this browser; a connection that comes back is used at once.

const WAIT = 1200;
const AGAIN = [4000, 10000, 30000];

export class Saving {
  constructor(form, draft) {
    this.form = form;
    this.draft = draft;
    this.failures = 0;
    addEventListener("online", () => this.unsaved && this.now());
  }

  // Plans the next saving; says whether there is anything to plan. Without a comment the server has nothing to keep yet.
  soon(kept) {
    this.local = kept;
    if (this.stopped || !this.form.elements.body.value.trim()) {
      return Boolean(this.stopped);
    }
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), WAIT);
    return true;
  }

  async now() {
    clearTimeout(this.timer);
    if (this.running || this.stopped) {
      return;
    }
    this.unsaved = false;
    this.running = this.send();
    await this.running;
    this.running = null;
    if (this.unsaved && !this.failures) {
      this.now();
    }
  }

  async send() {
    let answer;
    try {
      answer = await fetch(this.form.dataset.keep, { method: "POST", body: new FormData(this.form), credentials: "same-origin", headers: { Accept: "application/json" } });
    } catch {
      return this.broken();
    }
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json().catch(() => null) : null;
    if (answer.ok && told) {
      return this.saved(told);
    }
    if (answer.status >= 500 || (!told && answer.status === 429)) {
      return this.broken();
    }
    this.failures = 0;
    if (!told) {
      return this.ended();
    }
    this.stopped = answer.status === 409;
    this.draft.say(this.stopped ? "conflict" : "refusal", 0, { reason: told.reason });
  }

  saved(told) {
    this.failures = 0;
    this.draft.became(told);
    this.draft.keep(!this.unsaved && !this.draft.timer);
    this.draft.say("saved", told.at);
  }

  broken() {
    this.unsaved = true;
    this.draft.say(this.local === false ? "failed" : "offline");
    this.timer = setTimeout(() => this.now(), AGAIN[Math.min(this.failures, AGAIN.length - 1)]);
    this.failures += 1;
  }

  ended() {
    this.stopped = true;
    const state = this.draft.say("ended");
    const link = document.createElement("a");
    link.href = this.form.dataset.signIn;
    link.textContent = state.dataset.enter;
    state.append(" ", link);
  }

  // The form waits for an answer that is under way, so that the same words are not saved twice.
  beforeSubmit(event) {
    clearTimeout(this.timer);
    if (!this.running) {
      this.stopped = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    const patience = new Promise((done) => setTimeout(done, 3000));
    Promise.race([this.running, patience]).then(() => {
      this.running = null;
      this.form.requestSubmit(submitter);
    });
  }
}
