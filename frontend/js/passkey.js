// Passkeys (WebAuthn). A form[data-passkey] carries the credential of the device: "create" makes one, "get" signs in with
// one. The options come from the JSON in the page whose id is in data-options, or from the address of the form. The form is
// hidden in the page and shown where the browser supports passkeys.
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function decodeOptions({ publicKey }) {
  const key = { ...publicKey, challenge: decode(publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: decode(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map((credential) => ({ ...credential, id: decode(credential.id) }));
  }
  return { publicKey: key };
}

function encodeCredential(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function loadOptions(form) {
  const element = document.getElementById(form.dataset.options ?? "");
  if (element) return JSON.parse(element.textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

async function requestCredential(form) {
  const { creation_options: creation, request_options: request } = await loadOptions(form);
  if (form.dataset.passkey === "get") return navigator.credentials.get(decodeOptions(request));
  const options = decodeOptions(creation);
  // A resident key with user verification signs in without a user name and a password.
  options.publicKey.authenticatorSelection = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return navigator.credentials.create(options);
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const problem = form.querySelector("[data-passkey-problem]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(encodeCredential(await requestCredential(form)));
        form.submit();
      } catch {
        problem.hidden = false;
      }
    });
  }
}
