// Passkeys: ask the browser for one and put its answer into the form. Without this file everything else still works.

const decode = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
};

const encode = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const decoded = (credentials) => (credentials || []).map((each) => ({ ...each, id: decode(each.id) }));

const toCreate = (options) => ({
  ...options,
  challenge: decode(options.challenge),
  user: { ...options.user, id: decode(options.user.id) },
  excludeCredentials: decoded(options.excludeCredentials),
  authenticatorSelection: {
    ...options.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  },
});

const toGet = (options) => ({
  ...options,
  challenge: decode(options.challenge),
  allowCredentials: decoded(options.allowCredentials),
});

const answer = (credential) => {
  const response = { clientDataJSON: encode(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
};

const asked = async (form) => {
  const address = form.dataset.optionsUrl;
  if (!address) return JSON.parse(form.querySelector('script[type="application/json"]').textContent);
  const reply = await fetch(address, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error("The server gave no challenge.");
  return reply.json();
};

const ceremony = async (form) => {
  const data = await asked(form);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: toCreate(data.creation_options.publicKey) });
  }
  return navigator.credentials.get({ publicKey: toGet(data.request_options.publicKey) });
};

const WHY = {
  NotAllowedError: "That was stopped, or it took too long. Try again when you are ready.",
  InvalidStateError: "This device holds a passkey for your account already.",
  SecurityError: "This browser makes no passkeys for this address. Open the address that the server prints.",
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const trouble = form.querySelector("[data-passkey-trouble]");
    trouble.hidden = true;
    try {
      if (!window.PublicKeyCredential) throw new Error("This browser knows no passkeys.");
      form.elements.credential.value = JSON.stringify(answer(await ceremony(form)));
      form.submit();
    } catch (error) {
      trouble.textContent = WHY[error.name] || error.message;
      trouble.hidden = false;
    }
  });
}
