// Keeps a form as a draft on the server a moment after each change, so that a lost page loses nothing.
export const selector = "form[data-draft-url]";

const PAUSE = 1500;

export function connect(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const note = form.querySelector<HTMLElement>("[data-draft-note]");
  let timer = 0;
  const save = async () => {
    const answer = await fetch(form.dataset.draftUrl!, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (note) note.textContent = (answer?.ok ? note.dataset.saved : note.dataset.failed) ?? "";
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), PAUSE);
  });
}
