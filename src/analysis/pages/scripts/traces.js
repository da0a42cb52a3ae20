(() => {
  const open = () => document.querySelector(".traces:not(.opened) article:target");
  let from = null, steps = 0;
  const shut = () => (steps ? history.go(-steps) : location.replace(open().querySelector("article > a").hash));
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const trace = open();
    if (trace && link.parentNode === trace) {
      event.preventDefault();
      shut();
    } else if (trace && trace.contains(link)) {
      if (steps) steps += 1;
    } else if (/^#[fr]-/.test(link.hash)) {
      from = link;
      if (!trace) {
        history.scrollRestoration = "manual";
        steps = 1;
      } else {
        event.preventDefault();
        location.replace(link.hash);
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open()) shut();
  });
  addEventListener("hashchange", () => {
    const trace = open();
    if (trace) return trace.focus({ preventScroll: true });
    history.scrollRestoration = "auto";
    steps = 0;
    if (from) from.focus({ preventScroll: true });
    from = null;
  });
})();
