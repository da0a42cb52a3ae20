(() => {
  const root = document.documentElement, tip = document.createElement("div");
  const marks = [...document.querySelectorAll(".picture [data-of], .picture g title")].map(e => e.closest("title") ? e.parentNode : e);
  const told = new Map();
  let waiting, current;
  tip.id = tip.className = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  (document.querySelector("main") ?? document.body).append(tip);
  for (const mark of new Set(marks)) {
    const title = mark.querySelector(":scope > title");
    if (title) {
      told.set(mark, title.textContent);
      title.remove();
    }
  }
  const keys = e => (e?.dataset.of ?? "").split(" ").filter(Boolean);
  const light = e => {
    const of = new Set(keys(e)), same = o => keys(o).some(k => of.has(k));
    root.classList.toggle("fading", marks.some(same));
    for (const o of document.querySelectorAll("[data-of]")) o.classList.toggle("same", same(o));
  };
  const show = (e, x, y) => {
    clearTimeout(waiting);
    if (e === current) return;
    current = e;
    light(e);
    tip.hidden = !told.has(e);
    if (tip.hidden) return;
    tip.textContent = told.get(e);
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(x, innerWidth - box.width - 8)) + "px";
    tip.style.top = (y + box.height + 20 > innerHeight ? y - box.height - 12 : y + 12) + "px";
  };
  const hide = () => {
    clearTimeout(waiting);
    tip.hidden = true;
    current = undefined;
    light();
  };
  const about = e => {
    while (e && !told.has(e) && !e.dataset?.of) e = e.parentElement;
    return e;
  };
  document.addEventListener("pointerover", e => {
    const mark = about(e.target);
    if (mark) show(mark, e.clientX, e.clientY);
    else if (tip.contains(e.target)) clearTimeout(waiting);
    else if (current) {
      clearTimeout(waiting);
      waiting = setTimeout(hide, 250);
    }
  });
  document.addEventListener("focusin", e => {
    const mark = about(e.target), box = mark?.getBoundingClientRect();
    if (mark) show(mark, box.left + Math.min(box.width / 2, 300), box.bottom);
    else if (current) hide();
  });
  document.addEventListener("keydown", e => {
    if (e.key === "Escape") return hide();
    const picture = e.target.closest?.(".picture"), step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    const all = picture ? [...told.keys()].filter(m => picture.contains(m) && m.tagName !== "text") : [], last = all.length - 1, at = all.indexOf(e.target);
    const next = e.key === "Home" ? 0 : e.key === "End" ? last : step && (at < 0 ? (step > 0 ? 0 : last) : Math.max(0, Math.min(last, at + step)));
    if (next === undefined || last < 0) return;
    e.preventDefault();
    const mark = all[next];
    mark.ownerSVGElement.setAttribute("role", "group");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", told.get(mark));
    mark.tabIndex = -1;
    mark.focus();
  });
})();
