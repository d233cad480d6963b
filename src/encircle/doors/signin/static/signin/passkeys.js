// Makes and uses passkeys. A form with data-passkey="create" or "get" fetches its options from data-options-url, asks
// the browser, puts the answer into its field `credential` and goes its usual way. Nothing is kept in the browser.

const REFUSED = {
  NotAllowedError: "No passkey was used. Try again, or choose another way.",
  InvalidStateError: "This device holds a passkey for you already.",
  SecurityError: "Passkeys do not work at this address."
}

document.querySelectorAll("form[data-passkey]").forEach(form => {
  form.addEventListener("submit", event => {
    event.preventDefault()
    ask(form).catch(error => tell(form, REFUSED[error.name] ?? "That did not work. Try again, or choose another way."))
  })
})

async function ask (form) {
  tell(form, "")
  if (!window.PublicKeyCredential) return tell(form, "This browser knows no passkeys. Choose another way.")
  const options = await fetchOptions(form.dataset.optionsUrl)
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create(forCreating(options.creation_options))
    : await navigator.credentials.get(forUsing(options.request_options))
  form.elements.credential.value = JSON.stringify(inText(credential))
  form.submit()
}

async function fetchOptions (address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" })
  if (!answer.ok || answer.redirected) throw new Error("no options")
  return answer.json()
}

function forCreating ({ publicKey }) {
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials)
    }
  }
}

function forUsing ({ publicKey }) {
  return {
    publicKey: {
      ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials)
    }
  }
}

function withBytes (credentials) {
  return (credentials ?? []).map(one => ({ ...one, id: bytes(one.id) }))
}

function inText (credential) {
  const { response } = credential
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
  const texts = parts.filter(part => response[part]).map(part => [part, text(response[part])])
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(texts)
  }
}

function bytes (words) {
  return Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0))
}

function text (buffer) {
  const letters = Array.from(new Uint8Array(buffer), byte => String.fromCharCode(byte)).join("")
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

function tell (form, words) {
  form.querySelector("[data-passkey-problem]").textContent = words
}
