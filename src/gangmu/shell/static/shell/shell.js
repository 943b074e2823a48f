// What pages do beyond links and forms. Everything here has a way without it.
(() => {
  const wide = matchMedia("(min-width: 1200px)");
  const listing = () => document.querySelector(".listing");
  const panel = () => document.getElementById("panel");

  // ---- search: the slash key
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector(".finder input");
      if (box) {
        event.preventDefault();
        box.select();
      }
    }
    if (event.key === "Escape" && listing()?.classList.contains("with-panel") && !document.querySelector(".dropdown-menu.show")) {
      closePanel();
    }
  });

  // ---- rows: beside the list on a wide screen, a page of its own elsewhere
  const remember = (code) => {
    const url = new URL(location.href);
    if (code) {
      url.searchParams.set("row", code);
    } else {
      url.searchParams.delete("row");
    }
    history.replaceState(history.state, "", url);
  };
  const markRow = (code) => {
    for (const row of document.querySelectorAll(".rows tr[aria-current]")) {
      row.removeAttribute("aria-current");
    }
    if (code) {
      const link = document.querySelector(`.rows a[data-panel="${CSS.escape(code)}"]`);
      link?.closest("tr").setAttribute("aria-current", "true");
    }
  };
  const openPanel = async (link) => {
    await htmx.ajax("GET", link.href, { target: "#panel", swap: "innerHTML" });
    listing().classList.add("with-panel");
    markRow(link.dataset.panel);
    remember(link.dataset.panel);
    panel().scrollTop = 0;
  };
  const closePanel = () => {
    const current = document.querySelector(".rows tr[aria-current] a[data-panel]");
    listing().classList.remove("with-panel");
    panel().replaceChildren();
    markRow("");
    remember("");
    current?.focus();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-panel-close]")) {
      closePanel();
      return;
    }
    const row = event.target.closest(".rows tbody tr");
    const link = event.target.closest("a") || row?.querySelector("a[data-panel]");
    if (!link?.dataset.panel || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    if (String(getSelection()) && !event.target.closest("a")) {
      return; // somebody is copying a cell
    }
    if (wide.matches) {
      event.preventDefault();
      openPanel(link);
    } else if (!event.target.closest("a")) {
      location.href = link.href;
    }
  });

  // ---- files: the name of the one chosen
  document.addEventListener("change", (event) => {
    const output = event.target.dataset?.fileName && document.getElementById(event.target.dataset.fileName);
    if (output) {
      output.textContent = event.target.files[0]?.name || "";
    }
  });

  // ---- requests in the background: a line while they run, a sentence when they fail
  const busy = (on) => document.getElementById("progress")?.classList.toggle("busy", on);
  const say = (sentence) => {
    const box = document.getElementById("trouble");
    box.textContent = sentence;
    box.hidden = false;
    setTimeout(() => {
      box.hidden = true;
    }, 8000);
  };
  document.addEventListener("htmx:beforeRequest", () => busy(true));
  document.addEventListener("htmx:afterRequest", () => busy(false));
  document.addEventListener("htmx:sendError", () => say("连接不上服务器，刚才的操作没有完成。请检查网络后再试。"));
  document.addEventListener("htmx:timeout", () => say("服务器没有及时回应，刚才的操作没有完成。请稍后再试。"));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    const asked = new URL(pathInfo.finalRequestPath, location.href).pathname;
    const answered = xhr.responseURL ? new URL(xhr.responseURL).pathname : asked;
    if (xhr.status >= 400 || answered !== asked) {
      event.detail.shouldSwap = false; // signed out, or refused: show the whole page that says so
      location.href = answered === asked ? pathInfo.finalRequestPath : xhr.responseURL;
    }
  });
})();
