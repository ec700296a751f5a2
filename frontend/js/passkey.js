// Passkeys. A form[data-passkey] is sent with what the device answers: "create" makes a passkey, "get" shows one.
// What the device is asked stands in the page (data-options, the id of its JSON) or is fetched from the form's address.
// A form that stands there hidden is shown where the browser can do it.
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function forDevice({ publicKey }) {
  const key = { ...publicKey, challenge: decode(publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: decode(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: decode(one.id) }));
  }
  return { publicKey: key };
}

function forServer(credential) {
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

async function asked(form) {
  const place = document.getElementById(form.dataset.options ?? "");
  if (place) return JSON.parse(place.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function answered(form) {
  const { creation_options: creation, request_options: request } = await asked(form);
  if (form.dataset.passkey === "get") return navigator.credentials.get(forDevice(request));
  const options = forDevice(creation);
  // It must be kept on the device, and open by the owner only: then it signs in by itself.
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
        form.elements.credential.value = JSON.stringify(forServer(await answered(form)));
        form.submit();
      } catch {
        problem.hidden = false;
      }
    });
  }
}
