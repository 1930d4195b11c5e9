/*
 * A chat that listens. Without this file the page works by being loaded again.
 *
 * What it is told it only shows: the server says for whom each message is. When in doubt it asks for the page itself.
 */

const HERE_EVERY = 20_000;
const TYPING_FOR = 4_000;
const NOT_YOURS = 4403;

let chat = document.querySelector("[data-chat]");
let socket;
let patience = 1_000;
let stillTyping;

const part = (name) => chat.querySelector(`[data-chat-${name}]`);

function newest() {
  const log = part("log");
  log.scrollTop = log.scrollHeight;
}

// The page as the server has it now: after sending, after a pause of the connection, or when it is not ours any more.
async function takeOver(response) {
  const text = await response.text();
  if (!response.ok) {
    window.location.assign(response.url);
    return;
  }
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const found = fresh.querySelector("[data-chat]");
  if (!found) {
    window.location.assign(response.url);
    return;
  }
  const typed = chat.querySelector("textarea")?.value;
  const hadFocus = chat.querySelector("textarea") === document.activeElement;
  chat.replaceWith(document.importNode(found, true));
  chat = document.querySelector("[data-chat]");
  const box = chat.querySelector("textarea");
  if (box && typed && !takeOver.sent) box.value = typed;
  takeOver.sent = false;
  if (box && hadFocus) box.focus();
  const summary = fresh.querySelector(".govuk-error-summary");
  document.querySelector(".govuk-error-summary")?.remove();
  if (summary) {
    document.querySelector("h1").before(document.importNode(summary, true));
    document.querySelector(".govuk-error-summary").focus();
  }
  part("reload").hidden = socket?.readyState === WebSocket.OPEN;
  newest();
}

async function send(form) {
  try {
    const response = await fetch(form.action || window.location.pathname, { method: "post", body: new FormData(form) });
    takeOver.sent = true;
    await takeOver(response);
  } catch {
    form.submit();
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "say") return;
  event.preventDefault();
  send(event.target);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("#say textarea") && socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify({ type: "typing" }));
  }
});

const told = {
  message({ id, html }) {
    part("log").querySelector(".chat__nothing")?.remove();
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const shown = document.getElementById(`message-${id}`);
    if (shown) shown.replaceWith(holder.content);
    else part("log").querySelector("ol").append(holder.content);
    part("typing").textContent = "";
    newest();
  },
  gone({ id }) {
    document.getElementById(`message-${id}`)?.remove();
  },
  here({ html }) {
    part("here").innerHTML = html;
  },
  typing({ name }) {
    part("typing").textContent = `${name} ${chat.dataset.typing}`;
    clearTimeout(stillTyping);
    stillTyping = setTimeout(() => { part("typing").textContent = ""; }, TYPING_FOR);
  },
};

function listen({ again = false } = {}) {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${window.location.host}/chats/${chat.dataset.chat}/`);
  socket.addEventListener("open", () => {
    patience = 1_000;
    part("reload").hidden = true;
    chat.dataset.listening = "yes";
    if (again) fetch(window.location.pathname).then(takeOver);
  });
  socket.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    told[event.type]?.(event);
  });
  socket.addEventListener("close", ({ code }) => {
    delete chat.dataset.listening;
    part("reload").hidden = false;
    if (code === NOT_YOURS) {
      window.location.reload();
      return;
    }
    part("typing").textContent = chat.dataset.lost;
    setTimeout(() => listen({ again: true }), patience);
    patience = Math.min(patience * 2, 30_000);
  });
}

if (chat && !new URLSearchParams(window.location.search).has("before")) {
  newest();
  listen();
  setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "here" }));
  }, HERE_EVERY);
}
