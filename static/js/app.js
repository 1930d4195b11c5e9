/*
 * What JavaScript adds to pages that work without it. No page needs this file.
 */

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// The parts of GOV.UK Frontend: character counts, the menu on a phone, showing a password, leaving quickly.
import(document.documentElement.dataset.govukFrontend).then(({ initAll }) => initAll());

// One press, one sending. The server guards against the second one too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const { submitter } = event;
  // After this turn, so that the button's own name and value are still sent.
  if (submitter) setTimeout(() => { submitter.disabled = true; });
});

// Someone who comes back with the Back button can send again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const control of form.elements) if (control.type === "submit") control.disabled = false;
  }
});

// Leaving quickly: this page takes no place in the tab's history, so that Back does not lead here.
document.querySelector(".govuk-js-exit-this-page-button")?.addEventListener("click", (event) => {
  event.preventDefault();
  window.location.replace(event.currentTarget.href);
});

// Read aloud: the words of the page, one block after the other, by the browser's own voice.
const readable = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, summary, label, legend, .govuk-hint";

function blocksToRead() {
  const main = document.querySelector("main");
  const innermost = [...main.querySelectorAll(readable)].filter((block) => !block.querySelector(readable));
  return innermost.filter((block) => block.checkVisibility?.() ?? true).map((block) => block.innerText.trim()).filter(Boolean);
}

function readAloud(button) {
  const words = button.querySelector("span");
  const start = words.textContent;
  const stop = () => {
    speechSynthesis.cancel();
    words.textContent = start;
    button.removeAttribute("aria-pressed");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.hasAttribute("aria-pressed")) {
      stop();
      return;
    }
    button.setAttribute("aria-pressed", "true");
    words.textContent = button.dataset.stop;
    const spoken = blocksToRead().map((block) => new SpeechSynthesisUtterance(block));
    for (const utterance of spoken) {
      utterance.lang = document.documentElement.lang;
      utterance.rate = 0.95;
      speechSynthesis.speak(utterance);
    }
    spoken.at(-1)?.addEventListener("end", stop);
  });
  window.addEventListener("pagehide", stop);
}

if ("speechSynthesis" in window) document.querySelectorAll(".js-read-aloud").forEach(readAloud);

// A passkey that did not work: said on the page, in our words.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-trouble]")) words.hidden = false;
});

// Without JavaScript there are no passkeys, so their form comes with the JavaScript.
for (const button of document.querySelectorAll("[data-passkey]")) {
  button.addEventListener("click", () => {
    if (!document.getElementById("passkey_login")) {
      document.body.append(document.getElementById("passkey_form").content.cloneNode(true));
      window.allauth.webauthn.forms.loginForm({ ids: { login: "passkey_login", credential: "passkey_credential" } });
    }
    document.getElementById("passkey_login").click();
  });
}
