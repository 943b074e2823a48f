// The plan as a text to read: what stands beside a passage, keys j and k, addresses to copy.
(() => {
  const text = document.querySelector(".plan-text");
  if (!text) return;
  const side = document.getElementById("side");
  let here = null;

  function open(passage, { scroll = false } = {}) {
    if (!passage || passage === here) return;
    here?.classList.remove("here");
    here = passage;
    here.classList.add("here");
    if (scroll) here.scrollIntoView({ block: "center", behavior: "instant" });
    history.replaceState(null, "", `#${here.id}`);
    const narrow = window.matchMedia("(max-width: 1199px)").matches;
    htmx.ajax("GET", `${text.dataset.clauses}${here.id}/`, { source: text, target: side, swap: "innerHTML" }).then(() => {
      side.classList.add("open");
      if (narrow) here.scrollIntoView({ block: "start", behavior: "instant" });
    });
  }

  function step(direction) {
    const passages = [...text.querySelectorAll(text.classList.contains("fading") ? "p.t:has(.shown)" : "p.t:not(.front)")];
    const at = here ? passages.indexOf(here) : -1;
    if (at >= 0) return open(passages[at + direction], { scroll: true });
    const seen = passages.findIndex((p) => p.getBoundingClientRect().top > 80);
    open(passages[Math.max(seen, 0)], { scroll: true });
  }

  text.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && !link.classList.contains("at")) return;
    if (!link && window.getSelection().toString()) return;
    const passage = event.target.closest(".t");
    if (!passage || passage.classList.contains("front")) return;
    event.preventDefault();
    open(passage);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") side.classList.remove("open");
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-beside]")) side.classList.remove("open");
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const field = copy.parentElement.querySelector("input");
      field.select();
      const done = () => { copy.textContent = "已复制"; setTimeout(() => { copy.textContent = "复制"; }, 1500); };
      if (navigator.clipboard) navigator.clipboard.writeText(copy.dataset.copy).then(done);
      else if (document.execCommand("copy")) done();
    }
    const gap = event.target.closest("[data-next-gap]");
    if (gap) {
      event.preventDefault();
      const gaps = [...text.querySelectorAll(".gap")];
      const next = gaps[(gaps.indexOf(here) + 1) % gaps.length];
      open(next, { scroll: true });
    }
  });

  const contents = document.querySelector(".plan-contents");
  const links = new Map([...contents.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      contents.querySelector("a.now")?.classList.remove("now");
      const link = links.get(entry.target.id);
      link.classList.add("now");
      const box = contents.getBoundingClientRect();
      const at = link.getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) contents.scrollTop += at.top - box.top - box.height / 3;
    }
  }, { rootMargin: "-60px 0px -70% 0px" });
  for (const id of links.keys()) { const heading = document.getElementById(id); if (heading) seen.observe(heading); }

  if (window.matchMedia("(max-width: 1199px)").matches) contents.querySelector("details").open = false;
  const shown = text.querySelector(".shown");
  if (shown && !location.hash) window.addEventListener("load", () => shown.scrollIntoView({ block: "center" }));
  const named = location.hash.slice(1) || new URLSearchParams(location.search).get("clause") || "";
  const wanted = document.getElementById(decodeURIComponent(named));
  if (wanted) {
    if (side.querySelector(`[data-beside="${wanted.id}"]`)) { here = wanted; here.classList.add("here"); side.classList.add("open"); }
    else open(wanted);
    requestAnimationFrame(() => wanted.scrollIntoView({ block: "center" }));
  }
})();
