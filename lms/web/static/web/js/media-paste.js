/**
 * A picture from the clipboard or a dropped one is uploaded at once; what is chosen waits for its button.
 *
 * `<form data-behaviour="media-paste" data-sending="Sending {name} …">` with a file field and `[data-name]`.
 */

/** @param {HTMLFormElement} form */
export default function mediaPaste(form) {
  const field = form.querySelector('[type="file"]');
  const said = form.querySelector("[data-name]");

  const send = () => {
    said.textContent = form.dataset.sending.replace("{name}", field.files[0].name);
    form.requestSubmit();
  };
  document.addEventListener("paste", (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (!file || event.target.closest("textarea, input")) return;
    const chosen = new DataTransfer();
    chosen.items.add(file);
    field.files = chosen.files;
    send();
  });
  form.addEventListener("drop", () => field.files.length && send());
}
