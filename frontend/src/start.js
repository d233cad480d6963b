// Starts GOV.UK components one by one, so that one broken element cannot stop the others.

export function initAll (components) {
  for (const Component of components) {
    document.querySelectorAll(`[data-module="${Component.moduleName}"]`).forEach(element => start(Component, element))
  }
}

function start (Component, element) {
  try {
    new Component(element)
  } catch (error) {
    console.warn(`${Component.moduleName} did not start: ${error.name}`)
  }
}
