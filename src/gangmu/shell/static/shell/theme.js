// Loaded before the styles, so that the first paint has the chosen ground.
(() => {
  const key = "gangmu.theme";
  const root = document.documentElement;
  const wanted = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is blocked: the system's setting decides
    }
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => root.setAttribute("data-bs-theme", wanted() || (system.matches ? "dark" : "light"));
  show();
  system.addEventListener("change", show);

  const label = (button) => {
    const dark = root.getAttribute("data-bs-theme") === "dark";
    button.querySelector("span").textContent = dark ? button.dataset.toLight : button.dataset.toDark;
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      label(button);
      button.addEventListener("click", () => {
        const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
        try {
          localStorage.setItem(key, next);
        } catch {
          // not remembered, still shown
        }
        root.setAttribute("data-bs-theme", next);
        label(button);
      });
    }
  });
})();
