// Passkeys: asks the browser's own dialogue and posts what it answers. Forms are marked data-passkey="create", "get" or "login".
// Without this script, or in a browser that has no passkeys, the buttons stay hidden and everything else works.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

function creation(asked) {
  return {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: named(asked.excludeCredentials),
  };
}

function request(asked) {
  return { ...asked, challenge: toBytes(asked.challenge), allowCredentials: named(asked.allowCredentials) };
}

// What the server reads: every buffer as base64url.
function told(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = toText(made.response[name]);
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return {
    type: made.type,
    id: made.id,
    rawId: toText(made.rawId),
    authenticatorAttachment: made.authenticatorAttachment,
    response,
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

async function options(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

async function ask(event) {
  event.preventDefault();
  const form = event.target;
  const problem = form.querySelector("[data-problem]");
  problem.hidden = true;
  try {
    const asked = await options(form);
    const made =
      form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: creation(asked) })
        : await navigator.credentials.get({ publicKey: request(asked) });
    form.elements.credential.value = JSON.stringify(told(made));
    form.submit();
  } catch {
    problem.hidden = false; // she said no, it took too long, or the address cannot have passkeys
  }
}

if (window.PublicKeyCredential)
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", ask);
  }
else for (const text of document.querySelectorAll("[data-no-passkey]")) text.hidden = false;
