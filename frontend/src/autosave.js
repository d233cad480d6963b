// Saves a draft on the server while someone types. Nothing is ever kept in the browser's own storage.
//
// <form data-autosave-url="…"> is posted whole, with the header X-Autosave: 1, a few seconds after a change. Answers:
//   2xx  saved. JSON may hold "saved_at" ("21:04") and "fields" ({name: value}: hidden inputs to bring up to date)
//   409  someone else saved meanwhile. JSON holds "url": the page that shows both
//   401 or a redirect  the session has ended
//   anything else, or no network: not saved, tried again

const QUIET = 3000 // wait for a pause in typing …
const LONGEST = 15000 // … but not for longer than this
const RETRY = [5000, 10000, 20000, 40000]
const PATIENCE = 20000
const KEEPALIVE_BYTES = 60000

export function startAutosave (form) {
  const notice = form.querySelector("[data-autosave-notice]") ?? addNotice(form)
  const draft = {
    form, notice, changed: 0, saved: 0, failures: 0, stopped: false, busy: false, timer: null, due: null,
    lastSaved: form.dataset.savedAt ?? ""
  }
  form.addEventListener("input", () => touched(draft))
  form.addEventListener("change", () => touched(draft))
  form.addEventListener("submit", event => { if (!event.defaultPrevented) stop(draft) })
  window.addEventListener("pageshow", event => { if (event.persisted) draft.stopped = false })
  window.addEventListener("online", () => { if (isDirty(draft)) schedule(draft, 0) })
  window.addEventListener("pagehide", () => saveLast(draft))
  window.addEventListener("beforeunload", event => { if (isDirty(draft) && draft.failures) event.preventDefault() })
}

function addNotice (form) {
  const notice = document.createElement("p")
  notice.className = "encircle-saved"
  notice.setAttribute("role", "status")
  form.prepend(notice)
  return notice
}

function isDirty (draft) {
  return !draft.stopped && draft.changed > draft.saved
}

function touched (draft) {
  if (draft.stopped) return
  draft.changed += 1
  draft.due ??= Date.now() + LONGEST
  if (!draft.failures) schedule(draft, Math.min(QUIET, Math.max(0, draft.due - Date.now())))
}

function schedule (draft, wait) {
  clearTimeout(draft.timer)
  draft.timer = setTimeout(() => save(draft), wait)
}

function stop (draft) {
  draft.stopped = true
  clearTimeout(draft.timer)
  draft.request?.abort()
}

async function save (draft) {
  if (draft.busy || !isDirty(draft)) return
  draft.busy = true
  draft.due = null
  const change = draft.changed
  try {
    await answered(draft, await send(draft), change)
  } catch {
    if (!draft.stopped) failed(draft)
  }
  draft.busy = false
  if (isDirty(draft) && !draft.failures) schedule(draft, QUIET)
}

function send (draft) {
  draft.request = new AbortController()
  const patience = setTimeout(() => draft.request.abort(), PATIENCE)
  return fetch(draft.form.dataset.autosaveUrl, post(draft, { signal: draft.request.signal }))
    .finally(() => clearTimeout(patience))
}

function post (draft, more) {
  return {
    method: "POST",
    body: new URLSearchParams([...new FormData(draft.form)].filter(([, value]) => typeof value === "string")),
    headers: { "X-Autosave": "1", Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    cache: "no-store",
    ...more
  }
}

async function answered (draft, response, change) {
  if (draft.stopped) return
  if (response.ok) return saved(draft, change, await asJson(response))
  if (response.status === 409) return clashed(draft, await asJson(response))
  if (response.status === 401 || response.type === "opaqueredirect") return ended(draft)
  failed(draft)
}

async function asJson (response) {
  return response.headers.get("Content-Type")?.includes("json") ? response.json() : {}
}

function saved (draft, change, answer) {
  draft.saved = change
  draft.failures = 0
  draft.lastSaved = answer.saved_at ?? clock()
  if (!isDirty(draft)) delete draft.form.dataset.dirty
  for (const [name, value] of Object.entries(answer.fields ?? {})) {
    const input = draft.form.elements.namedItem(name)
    if (input?.type === "hidden") input.value = value
  }
  tell(draft, `Saved at ${draft.lastSaved}`)
}

function failed (draft) {
  const wait = RETRY[Math.min(draft.failures, RETRY.length - 1)]
  draft.failures += 1
  tell(draft, notSaved(draft) + " We will keep trying. Keep this page open.", true)
  schedule(draft, wait)
}

function notSaved (draft) {
  return draft.lastSaved ? `Not saved since ${draft.lastSaved}.` : "Not saved yet."
}

function clashed (draft, answer) {
  stop(draft)
  tell(draft, "Someone else has changed this since you opened it. What you typed is still on this page. ", true)
  const link = document.createElement("a")
  link.className = "govuk-link"
  link.href = sameSite(answer.url)
  link.target = "_blank"
  link.textContent = "See what differs (opens in a new tab)"
  draft.notice.append(link)
}

function sameSite (address) {
  const url = new URL(address ?? location.href, location.href)
  return url.origin === location.origin ? url.href : location.href
}

function ended (draft) {
  draft.failures += 1
  clearTimeout(draft.timer)
  tell(draft, "Your session has ended. Press Save and you will be asked to sign in again. What you typed is kept.", true)
}

// When the page goes away: one last try that outlives it. Too long a text would be refused, so the server's copy stays.
function saveLast (draft) {
  if (!isDirty(draft)) return
  const request = post(draft, { keepalive: true })
  if (request.body.toString().length < KEEPALIVE_BYTES) fetch(draft.form.dataset.autosaveUrl, request).catch(() => {})
}

// The live region is only touched when its words change, or a screen reader would talk all the time.
function tell (draft, text, isFailure = false) {
  draft.notice.classList.toggle("encircle-saved--failed", isFailure)
  if (draft.notice.textContent !== text) draft.notice.textContent = text
}

function clock () {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" }).format()
}
