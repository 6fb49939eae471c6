/* What HTMX leaves to say: announces what was swapped, tells of requests that failed, keeps a draft on leaving. */
(function () {
  "use strict";

  const failed = document.getElementById("request-failed");
  const announcement = document.getElementById("announcement");

  function tell(kind) {
    failed.textContent = failed.dataset[kind];
    failed.hidden = false;
  }

  function announce(within) {
    const spoken = within.querySelector("[data-announce]");
    const words = spoken ? spoken.textContent.trim() : "";
    if (words && announcement.textContent !== words) announcement.textContent = words;
  }

  document.addEventListener("htmx:after:swap", function (event) {
    failed.hidden = true;
    const target = event.detail.ctx && event.detail.ctx.target;
    if (target instanceof Element) announce(target);
  });
  document.addEventListener("htmx:response:error", function (event) {
    const status = event.detail.ctx.response.raw ? event.detail.ctx.response.raw.status : event.detail.ctx.response.status;
    if (status === 422 || status === 409) return;
    tell(status === 401 ? "signedOut" : status >= 500 ? "broken" : "refused");
  });
  document.addEventListener("htmx:error", function () { tell("offline"); });

  /* The error summary takes the focus, so that it is read first. */
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  /* A deadline on the clock of this device, beside UTC and Ottawa. */
  function showHere(within) {
    within.querySelectorAll("[data-here]").forEach(function (span) {
      const written = { dateStyle: "full", timeStyle: "long" };
      const instant = new Date(span.dataset.here).toLocaleString(document.documentElement.lang + "-CA", written);
      span.textContent = span.dataset.words.replace("{instant}", instant);
      span.hidden = false;
    });
  }
  showHere(document);

  /* Picking an occupation from the list writes its code into the field above. */
  document.addEventListener("click", function (event) {
    const pick = event.target.closest("[data-pick]");
    if (!pick) return;
    event.preventDefault();
    const field = document.getElementById(pick.dataset.pick);
    field.value = pick.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    pick.closest(".found").replaceChildren();
    announcement.textContent = pick.textContent.replace(/\s+/g, " ").trim();
    field.focus();
  });

  /* Enter in the search under a field searches; it does not send the whole form. */
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches(".finder input")) event.preventDefault();
  });

  /* Leaving a section within two seconds of typing: the draft is sent on the way out. */
  const form = document.querySelector("form[data-draft]");
  if (form) {
    let unsaved = false;
    form.addEventListener("input", function () { unsaved = true; });
    form.addEventListener("submit", function () { unsaved = false; });
    document.addEventListener("htmx:after:swap", function (event) {
      if (event.detail.ctx && event.detail.ctx.target && event.detail.ctx.target.id === "saved") unsaved = false;
    });
    window.addEventListener("pagehide", function () {
      if (!unsaved) return;
      fetch(form.dataset.draft, {
        method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, headers: { "HX-Request": "true" },
      });
    });
  }

  /* The calculator's answers live in its pages and, until this window closes, in this window. A page that is gone back
     to carries the newest of them; the first page offers to go on with them. */
  const carried = document.querySelector("input[name='kept'][data-turn]");
  const resume = document.querySelector("form[data-resume]");
  function heldHere() {
    try { return JSON.parse(window.sessionStorage.getItem("calculator")); } catch { return null; }
  }
  if (carried) {
    window.addEventListener("pageshow", function (event) {
      const held = heldHere();
      const turn = Number(carried.dataset.turn);
      const way = window.performance.getEntriesByType("navigation")[0];
      const back = event.persisted || (way && way.type === "back_forward");
      if (back && held && held.shown === carried.dataset.shown && held.turn > turn) carried.value = held.kept;
      else if (turn) keepHere({ turn: turn, shown: carried.dataset.shown, kept: carried.value });
    });
  }
  function keepHere(answers) {
    try { window.sessionStorage.setItem("calculator", JSON.stringify(answers)); } catch { /* then only the pages hold them */ }
  }
  if (resume) {
    const held = heldHere();
    if (held) {
      resume.querySelector("input[name='kept']").value = held.kept;
      resume.hidden = false;
    }
  }

  /* Files are sent with their progress shown. Then the answer's page takes the place of this one; if nothing was
     kept, this page stays, with the files still chosen. */
  document.addEventListener("submit", function (event) {
    const sending = event.target.closest("form[data-upload]");
    if (!sending || event.defaultPrevented) return;
    event.preventDefault();
    if (!sending.hasAttribute("aria-busy")) send(sending);
  });

  function send(sending) {
    const bar = sending.querySelector("progress");
    const told = sending.querySelector("[data-progress]");
    const wrong = sending.querySelector("[data-failed]");
    const request = new XMLHttpRequest();
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
    let tenth = -1;

    function failedWith(kind) {
      sending.removeAttribute("aria-busy");
      bar.hidden = true;
      told.textContent = "";
      wrong.textContent = sending.dataset[kind];
    }

    request.upload.addEventListener("progress", function (event) {
      if (!event.lengthComputable || event.loaded >= event.total) return;
      bar.value = (100 * event.loaded) / event.total;
      if (Math.floor(bar.value / 10) === tenth) return;
      tenth = Math.floor(bar.value / 10);
      told.textContent = sending.dataset.sending.replace("{percent}", percent.format(event.loaded / event.total));
    });
    request.upload.addEventListener("load", function () {
      bar.value = 100;
      told.textContent = sending.dataset.received;
    });
    request.addEventListener("error", function () { failedWith("offline"); });
    request.addEventListener("load", function () {
      const status = request.status;
      if (status === 413) return failedWith("tooLarge");
      if (status === 400 || status === 401) return failedWith("signedOut");
      if (status >= 500) return failedWith("broken");
      if (status >= 400 && status !== 409 && status !== 422) return failedWith("refused");
      show(request, sending);
    });
    const chosen = Array.from(sending.querySelector("input[type='file']").files);
    const size = chosen.reduce(function (sum, file) { return sum + file.size; }, 0);
    if (size >= Number(sending.dataset.largest) || chosen.length > Number(sending.dataset.most)) return failedWith("tooLarge");
    wrong.textContent = "";
    bar.value = 0;
    bar.hidden = false;
    sending.setAttribute("aria-busy", "true");
    request.open("POST", sending.action);
    request.send(new FormData(sending));
  }

  function show(request, sending) {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = answer.querySelector("main");
    if (!main || (request.status < 400 && !answer.querySelector("form[data-upload]"))) {
      window.location.assign(request.responseURL || sending.action);
      return;
    }
    document.title = answer.title;
    document.querySelector("main").replaceWith(main);
    window.history.replaceState(null, "", request.responseURL || sending.action);
    const first = main.querySelector("[data-focus]") || main;
    first.focus();
    window.scrollTo(0, 0);
    const notice = main.querySelector(".notice[role='status']");
    if (notice) announcement.textContent = notice.textContent.trim();
    if (window.htmx && window.htmx.process) window.htmx.process(main);
  }
})();
