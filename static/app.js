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
})();
