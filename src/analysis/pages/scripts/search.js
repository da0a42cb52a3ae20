(() => {
  const data = JSON.parse(document.getElementById("data-cari").textContent);
  const form = document.querySelector(".search form"), field = form.querySelector("input");
  const said = document.querySelector(".search .said"), results = document.querySelector(".search .results");
  const MOST = 20, PLACES = 12;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const group of data.groups) for (const entry of group.entries) {
    entry.plain = plain([entry.title, entry.detail, entry.words].join(" "));
    for (const link of entry.links) link.plain = plain(link[0]);
  }
  const make = (tag, text, of = {}) => Object.assign(document.createElement(tag), { textContent: text }, of);
  const telling = (message, count) => message.replace("{count}", count);
  const found = (entry, words) => entry.links.filter((link) => words.every((word) => entry.plain.includes(word) || link.plain.includes(word)));

  const shown = (entry, links) => {
    const item = make("li", "");
    const lone = links.length === 1 && !links[0][0];
    item.append(lone ? make("a", entry.title, { href: links[0][1], className: "what" }) : make("span", entry.title, { className: "what" }));
    if (entry.lang) item.lastChild.lang = entry.lang;
    if (entry.detail) item.append(" ", make("span", entry.detail, { className: "of" }));
    if (lone) return item;
    const places = make("ul", "");
    for (const [text, href] of links.slice(0, PLACES)) {
      const place = make("li", "");
      place.append(href ? make("a", text, { href }) : text);
      places.append(place);
    }
    if (links.length > PLACES) places.append(make("li", telling(data.says.more, links.length - PLACES)));
    item.append(places);
    return item;
  };

  const search = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    results.replaceChildren();
    said.textContent = "";
    if (!words.length) return;
    let count = 0;
    for (const group of data.groups) {
      const hits = group.entries.map((entry) => [entry, found(entry, words)]).filter(([, links]) => links.length);
      if (!hits.length) continue;
      const list = make("ul", "");
      for (const [entry, links] of hits.slice(0, MOST)) list.append(shown(entry, links));
      if (hits.length > MOST) list.append(make("li", telling(data.says.narrow, hits.length - MOST), { className: "quiet" }));
      const number = hits.reduce((sum, [, links]) => sum + links.length, 0);
      results.append(make("h3", `${group.name} (${number})`), list);
      count += number;
    }
    said.textContent = count ? telling(data.says.found, count) : data.says.none;
  };

  let waiting;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); results.querySelector("a")?.focus(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); results.querySelector("a")?.focus(); }
    if (event.key === "Escape") { field.value = ""; search(); }
  });
  const asked = () => setTimeout(() => { if (location.hash === "#cari") field.focus(); });
  addEventListener("hashchange", asked);
  addEventListener("pageshow", () => { asked(); if (field.value) search(); });
  form.hidden = false;
})();
